//! Unterscheidungszeichen of German vehicle plates, without those that have an umlaut (§ 9 FZV, announced by the federal
//! ministry of transport; the ones of former districts that are given out again are among them).

/// Sorted, upper case.
#[rustfmt::skip]
pub(super) static DISTRICTS: &[&[u8]] = &[
    b"A", b"AA", b"AB", b"ABG", b"ABI", b"AC", b"AE", b"AH", b"AIB", b"AIC", b"AK", b"ALF", b"ALZ", b"AM",
    b"AN", b"ANA", b"ANG", b"ANK", b"AP", b"APD", b"ARN", b"ART", b"AS", b"ASL", b"ASZ", b"AT", b"AU", b"AUR",
    b"AW", b"AZ", b"AZE", b"B", b"BA", b"BAD", b"BAR", b"BB", b"BBG", b"BBL", b"BC", b"BCH", b"BD", b"BE",
    b"BED", b"BER", b"BF", b"BGD", b"BGL", b"BH", b"BI", b"BID", b"BIN", b"BIR", b"BIT", b"BIW", b"BK", b"BKS",
    b"BL", b"BLB", b"BLK", b"BM", b"BN", b"BNA", b"BO", b"BOG", b"BOH", b"BOR", b"BOT", b"BP", b"BRA", b"BRB",
    b"BRG", b"BRI", b"BRK", b"BRL", b"BRV", b"BS", b"BSB", b"BSK", b"BT", b"BTF", b"BUL", b"BW", b"BWL",
    b"BYL", b"BZ", b"BZA", b"C", b"CA", b"CAS", b"CB", b"CE", b"CHA", b"CLP", b"CLZ", b"CO", b"COC", b"COE",
    b"CR", b"CUX", b"CW", b"D", b"DA", b"DAH", b"DAN", b"DAU", b"DBR", b"DD", b"DE", b"DEG", b"DEL", b"DGF",
    b"DH", b"DI", b"DIL", b"DIN", b"DIZ", b"DKB", b"DL", b"DLG", b"DM", b"DN", b"DO", b"DON", b"DS", b"DU",
    b"DW", b"DZ", b"E", b"EA", b"EB", b"EBE", b"EBN", b"EBS", b"ECK", b"ED", b"EE", b"EF", b"EG", b"EH", b"EI",
    b"EIC", b"EIL", b"EIN", b"EIS", b"EL", b"EM", b"EMD", b"EMS", b"EN", b"ER", b"ERB", b"ERH", b"ERK", b"ERZ",
    b"ES", b"ESB", b"ESW", b"EU", b"EUT", b"EW", b"F", b"FB", b"FD", b"FDB", b"FDS", b"FEU", b"FF", b"FFB",
    b"FG", b"FH", b"FI", b"FKB", b"FL", b"FN", b"FO", b"FOR", b"FR", b"FRG", b"FRI", b"FRW", b"FS", b"FT",
    b"FTL", b"FW", b"FZ", b"G", b"GA", b"GAN", b"GAP", b"GC", b"GD", b"GDB", b"GE", b"GEL", b"GEM", b"GEO",
    b"GER", b"GF", b"GG", b"GHA", b"GHC", b"GI", b"GK", b"GL", b"GLA", b"GM", b"GMN", b"GN", b"GNT", b"GOA",
    b"GOH", b"GP", b"GR", b"GRA", b"GRH", b"GRI", b"GRM", b"GRS", b"GRZ", b"GS", b"GT", b"GTH", b"GUB", b"GUN",
    b"GV", b"GVM", b"GW", b"GZ", b"H", b"HA", b"HAB", b"HAL", b"HAM", b"HAS", b"HB", b"HBN", b"HBS", b"HC",
    b"HCH", b"HD", b"HDH", b"HDL", b"HE", b"HEB", b"HEF", b"HEI", b"HEL", b"HER", b"HET", b"HF", b"HG", b"HGN",
    b"HGW", b"HH", b"HHM", b"HI", b"HIG", b"HIP", b"HK", b"HL", b"HM", b"HN", b"HO", b"HOG", b"HOH", b"HOL",
    b"HOM", b"HOR", b"HOT", b"HP", b"HR", b"HRO", b"HS", b"HSK", b"HST", b"HU", b"HUS", b"HV", b"HVL", b"HWI",
    b"HX", b"HY", b"HZ", b"IGB", b"IK", b"IL", b"ILL", b"IN", b"IS", b"IZ", b"J", b"JB", b"JE", b"JEV", b"JL",
    b"K", b"KA", b"KAR", b"KB", b"KC", b"KE", b"KEH", b"KEL", b"KEM", b"KF", b"KG", b"KH", b"KI", b"KIB",
    b"KK", b"KL", b"KLE", b"KLZ", b"KM", b"KN", b"KO", b"KR", b"KRU", b"KS", b"KT", b"KU", b"KUS", b"KW",
    b"KY", b"KYF", b"L", b"LA", b"LAN", b"LAU", b"LB", b"LBS", b"LBZ", b"LC", b"LD", b"LDK", b"LDS", b"LEO",
    b"LER", b"LEV", b"LF", b"LG", b"LH", b"LI", b"LIB", b"LIF", b"LIN", b"LIP", b"LL", b"LM", b"LN", b"LOS",
    b"LP", b"LR", b"LRO", b"LS", b"LSA", b"LSN", b"LSZ", b"LU", b"LUK", b"LUP", b"LWL", b"M", b"MA", b"MAB",
    b"MAI", b"MAK", b"MAL", b"MB", b"MC", b"MD", b"ME", b"MED", b"MEG", b"MEI", b"MEK", b"MEL", b"MEP", b"MER",
    b"MES", b"MET", b"MG", b"MGH", b"MGN", b"MH", b"MHL", b"MI", b"MIL", b"MK", b"MKK", b"ML", b"MM", b"MN",
    b"MO", b"MOD", b"MOL", b"MON", b"MOS", b"MQ", b"MR", b"MS", b"MSE", b"MSH", b"MSP", b"MST", b"MTK", b"MTL",
    b"MVL", b"MW", b"MY", b"MYK", b"MZ", b"MZG", b"N", b"NAB", b"NAI", b"NAU", b"NB", b"ND", b"NDH", b"NE",
    b"NEA", b"NEB", b"NEC", b"NEN", b"NES", b"NEU", b"NEW", b"NF", b"NH", b"NI", b"NK", b"NL", b"NM", b"NMB",
    b"NMS", b"NOH", b"NOL", b"NOM", b"NOR", b"NP", b"NR", b"NRW", b"NS", b"NT", b"NU", b"NVP", b"NW", b"NWM",
    b"NY", b"NZ", b"OA", b"OAL", b"OB", b"OBB", b"OBG", b"OC", b"OCH", b"OD", b"OE", b"OF", b"OG", b"OH",
    b"OHA", b"OHV", b"OHZ", b"OK", b"OL", b"OP", b"OPR", b"OR", b"OS", b"OSL", b"OVI", b"OVL", b"OVP", b"OZ",
    b"P", b"PA", b"PAF", b"PAN", b"PAR", b"PB", b"PCH", b"PE", b"PEG", b"PF", b"PI", b"PIR", b"PL", b"PM",
    b"PN", b"PR", b"PS", b"PW", b"PZ", b"QFT", b"QLB", b"R", b"RA", b"RC", b"RD", b"RDG", b"RE", b"REG",
    b"REH", b"REI", b"RG", b"RH", b"RI", b"RID", b"RIE", b"RL", b"RM", b"RN", b"RO", b"ROD", b"ROF", b"ROK",
    b"ROL", b"ROS", b"ROT", b"ROW", b"RP", b"RPL", b"RS", b"RSL", b"RT", b"RU", b"RV", b"RW", b"RZ", b"S",
    b"SAB", b"SAD", b"SAL", b"SAN", b"SAW", b"SB", b"SBG", b"SBK", b"SC", b"SCZ", b"SDH", b"SDL", b"SDT",
    b"SE", b"SEB", b"SEE", b"SEF", b"SEL", b"SFB", b"SFT", b"SG", b"SGH", b"SH", b"SHA", b"SHG", b"SHK",
    b"SHL", b"SI", b"SIG", b"SIM", b"SK", b"SL", b"SLE", b"SLF", b"SLK", b"SLN", b"SLS", b"SLZ", b"SM", b"SN",
    b"SO", b"SOB", b"SOG", b"SOK", b"SON", b"SP", b"SPB", b"SPN", b"SR", b"SRB", b"SRO", b"ST", b"STA", b"STB",
    b"STD", b"STE", b"STH", b"STL", b"STO", b"SU", b"SUL", b"SW", b"SWA", b"SY", b"SZ", b"SZB", b"TBB", b"TDO",
    b"TE", b"TET", b"TF", b"TG", b"THL", b"THW", b"TIR", b"TO", b"TP", b"TR", b"TS", b"TT", b"TUT", b"UE",
    b"UEM", b"UFF", b"UH", b"UL", b"UM", b"UN", b"USI", b"V", b"VAI", b"VB", b"VEC", b"VER", b"VG", b"VIB",
    b"VIE", b"VIT", b"VK", b"VOH", b"VR", b"VS", b"W", b"WA", b"WAF", b"WAK", b"WAN", b"WAR", b"WAT", b"WB",
    b"WBS", b"WDA", b"WE", b"WEL", b"WEN", b"WER", b"WES", b"WF", b"WG", b"WHV", b"WI", b"WIL", b"WIS", b"WIT",
    b"WIV", b"WIZ", b"WK", b"WL", b"WLG", b"WM", b"WMS", b"WN", b"WND", b"WO", b"WOB", b"WOH", b"WOL", b"WOR",
    b"WOS", b"WR", b"WRN", b"WS", b"WSF", b"WST", b"WSW", b"WT", b"WTL", b"WTM", b"WUG", b"WUN", b"WUR", b"WW",
    b"WZ", b"WZL", b"X", b"Y", b"Z", b"ZE", b"ZEL", b"ZI", b"ZIG", b"ZP", b"ZR", b"ZS", b"ZW", b"ZZ",
];

#[cfg(test)]
mod tests {
    use super::DISTRICTS;

    #[test]
    fn sorted_and_of_up_to_three_letters() {
        assert!(DISTRICTS.is_sorted_by(|a, b| a < b));
        assert!(
            DISTRICTS
                .iter()
                .all(|code| (1..=3).contains(&code.len()) && code.iter().all(u8::is_ascii_uppercase))
        );
    }
}
