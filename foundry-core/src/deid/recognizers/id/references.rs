//! What calls a value an order, a ticket or a parcel in the languages of the identifiers, and when that says nothing.

/// References beyond the words of [`cue`](crate::deid::recognizers::cue), in lower case; scripts without spaces too.
#[rustfmt::skip]
pub(super) const REFERENCES: &[&str] = &[
    // Polish.
    "zamówienie", "zamówienia", "przesyłka", "przesyłki", "paczki", "zgłoszenia", "faktura", "faktury",
    "reklamacji",
    // Swedish.
    "order", "ordernummer", "beställning", "beställningsnummer", "paketnummer", "kollinummer", "ärende",
    "ärendenummer", "fakturanummer", "kundnummer", "spårningsnummer", "leverans",
    // Finnish.
    "tilaus", "tilausnumero", "tilausnumeroni", "tilauksen", "lähetys", "lähetystunnus", "seurantakoodi",
    "laskun", "laskunumero", "asiakasnumero", "viitenumero",
    // Turkish.
    "sipariş", "siparişim", "siparişimin", "kargo", "takip", "fatura", "talep",
    // Portuguese and Spanish.
    "pedido", "encomenda", "rastreio", "rastreamento", "protocolo", "chamado", "boleto", "guía", "rastreo",
    "folio", "orden",
    // Korean, Japanese, Thai.
    "주문", "송장", "운송장", "배송", "택배", "접수번호", "예약번호", "고객번호", "회원번호", "상품번호", "문의번호", "注文", "追跡", "伝票", "お問い合わせ番号",
    "予約番号", "会員番号", "顧客番号", "商品番号", "受付番号", "請求書", "คำสั่งซื้อ", "ออเดอร์", "พัสดุ", "ติดตาม", "ใบสั่งซื้อ",
    "หมายเลขสินค้า", "ใบแจ้งหนี้", "บาร์โค้ด",
];

/// Words between an identifier's cue and a reference that leave the value to the cue: `PESEL for my account is …`.
#[rustfmt::skip]
pub(super) const JOINTS: &[&str] = &[
    "for", "of", "on", "in", "to", "with", "from", "under", "the", "my", "our", "his", "her", "their", "your",
    "this", "that", "linked", "registered", "used", "associated", "attached", "a", "an", "da", "do", "de",
    "del", "la", "el", "na", "no", "en", "para", "mi", "meu", "minha", "su", "seu", "sua", "w", "z", "dla",
    "mojego", "till", "pa", "av", "min", "mitt", "s", "number", "numer", "nr", "ko", "ang", "ay",
];

/// References that say little right behind an identifier's cue: `PESEL ID`, `CPF account`.
pub(super) const WEAK: &[&str] = &["id", "ids", "account", "acct", "customer"];

/// Who answers a question, before a colon at the start of a line.
#[rustfmt::skip]
pub(super) const SPEAKERS: &[&str] = &[
    "customer", "client", "user", "visitor", "guest", "caller", "me", "cliente", "kund", "kunde", "klient", "asiakas",
    "usuario", "müşteri", "고객", "お客様", "ลูกค้า",
];
