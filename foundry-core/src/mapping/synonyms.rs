//! What column names mean, in seven languages: snake case, camel case, spaces, nested paths.

use super::fold::fold;
use crate::entity::EntityType;
use crate::entity::EntityType::{
    DateOfBirth, EmailAddress, Id, IpAddress, Organization, Person, PhoneNumber, StreetAddress, Username,
};

/// What a name can say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    /// Which conversation.
    ConversationId,
    /// What was said.
    Content,
    /// What the customer said, beside a column for the answer.
    Question,
    /// What the agent said.
    Answer,
    /// Who said it, by a word.
    Role,
    /// A yes or no; yes is the customer.
    Inbound,
    /// A yes or no; yes is the agent.
    FromAgent,
    /// A yes or no; yes is a note that the team wrote for itself.
    Private,
    /// A yes or no; no is a note that the team wrote for itself.
    Public,
    /// The sender of the message.
    Sender,
    /// The address of the receiver.
    Receiver,
    /// When it was said.
    Timestamp,
    /// The time of day alone.
    Clock,
    /// The state of the ticket.
    Status,
    /// A personal value.
    Personal(EntityType),
    /// The customer's name, address or id, the same on every row of a conversation.
    Customer(EntityType),
    /// Useful as metadata.
    Custom,
    /// Of no use: ids of single messages, counters, other times, links.
    Ignore,
}

/// A name split for comparison.
#[derive(Debug)]
pub(super) struct Name {
    words: Vec<String>,
    joined: String,
}

/// How well a name says something: 1.0 for the very words, less for a part, an ending or a slip of the keys.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NameMatch {
    /// 0.0 to 1.0.
    pub score: f64,
    /// Whether the name is these words and nothing else.
    pub exact: bool,
    /// The words that were met.
    pub phrase: &'static str,
}

/// Arrays whose elements are messages, as a nested path has them in front.
const CONTAINERS: &[&str] = &[
    "messages",
    "message",
    "comments",
    "comment",
    "utterances",
    "turns",
    "turn",
    "threads",
    "parts",
    "events",
    "replies",
    "conversation parts",
    "conversations",
    "data",
    "items",
    "results",
    "chat",
    "dialog",
    "dialogue",
    "original",
    "nachrichten",
    "mensajes",
    "mensagens",
    "messaggi",
    "berichten",
];

impl Name {
    /// Splits `messageCreatedAt`, `Message created at` and `comments.created_at` into words.
    pub fn new(name: &str) -> Name {
        // Only the last part of a path counts where the part before it just says "a message".
        let leaf = match name.rsplit_once('.') {
            Some((path, leaf))
                if CONTAINERS.contains(&fold(path.rsplit('.').next().unwrap_or(path)).as_str()) =>
            {
                leaf
            }
            _ => name,
        };
        let mut spaced = String::with_capacity(leaf.len() + 4);
        let mut previous = ' ';
        let mut rest = leaf.chars().peekable();
        while let Some(c) = rest.next() {
            let starts = c.is_uppercase()
                && (previous.is_lowercase()
                    || previous.is_ascii_digit()
                    || (previous.is_uppercase() && rest.peek().is_some_and(|n| n.is_lowercase())));
            if starts {
                spaced.push(' ');
            }
            spaced.push(c);
            previous = c;
        }
        let folded = fold(&spaced);
        let words: Vec<String> = folded.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        Name { joined: words.concat(), words }
    }

    /// The words, for a slug.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// How well the name says this.
    pub fn matches(&self, meaning: Meaning) -> Option<NameMatch> {
        let lists = TABLE.iter().filter(|(m, ..)| *m == meaning);
        let all = lists.flat_map(|(_, weight, phrases)| phrases.split(',').map(move |p| (*weight, p.trim())));
        all.filter_map(|(weight, phrase)| {
            let likeness = self.likeness(phrase)?;
            Some(NameMatch { score: likeness * weight, exact: likeness == 1.0, phrase })
        })
        .max_by(|a, b| {
            let longer = a.phrase.len().cmp(&b.phrase.len());
            a.score.total_cmp(&b.score).then(longer).then_with(|| b.phrase.cmp(a.phrase))
        })
    }

    /// The best of the meanings that are no standard field, with its score.
    pub fn other(&self) -> Option<(Meaning, NameMatch)> {
        let mut seen: Vec<Meaning> = Vec::new();
        for (meaning, ..) in TABLE {
            if matches!(meaning, Custom | Ignore | Personal(_) | Customer(_)) && !seen.contains(meaning) {
                seen.push(*meaning);
            }
        }
        let matches = seen.into_iter().filter_map(|meaning| Some((meaning, self.matches(meaning)?)));
        // At equal score the longer phrase says more: `customer name` before `name`.
        matches.max_by(|(_, a), (_, b)| {
            a.score
                .total_cmp(&b.score)
                .then(a.phrase.len().cmp(&b.phrase.len()))
                .then_with(|| b.phrase.cmp(a.phrase))
        })
    }

    fn likeness(&self, phrase: &str) -> Option<f64> {
        let exact_only = phrase.starts_with('=');
        let phrase = phrase.trim_start_matches('=');
        if phrase.split(' ').flat_map(str::bytes).eq(self.joined.bytes()) {
            return Some(1.0);
        }
        if exact_only {
            return None;
        }
        let count = phrase.split(' ').count();
        let ends = |words: &[String]| words.iter().map(String::as_str).eq(phrase.split(' '));
        let tail = self.words.len().checked_sub(count);
        if tail.and_then(|at| self.words.get(at..)).is_some_and(ends) {
            return Some(0.85);
        }
        if self.words.get(..count).is_some_and(ends) {
            return Some(0.6);
        }
        let slip = phrase.len() >= 6
            && self.joined.len().abs_diff(phrase.len()) <= 3
            && strsim::damerau_levenshtein(&phrase.replace(' ', ""), &self.joined) <= 1 + phrase.len() / 12;
        slip.then_some(0.75)
    }
}

use Meaning::{
    Answer, Clock, Content, ConversationId, Custom, Customer, FromAgent, Ignore, Inbound, Personal, Private,
    Public, Question, Receiver, Role, Sender, Status, Timestamp,
};

/// Phrases by meaning and weight, folded. `=` marks words that say it only alone, not as the end of a longer name.
const TABLE: &[(Meaning, f64, &str)] = &[
    (
        ConversationId,
        1.0,
        "conversation id,conversationid,convo id,conv id,ticket id,ticketid,thread id,chat id,session id,case id,issue id,dialog id,dialogue id,incident id,conversation api id,conversations thread id,call id,ticket number,ticket no,ticket nr,ticket num,case number,case no,conversation number,conversation key,conversation uuid,thread ts,ticket key,ticket ref,ticket reference,case reference,chat session id,interaction id,room id",
    ),
    (
        ConversationId,
        1.0,
        "ticketnummer,ticket nummer,vorgangsnummer,vorgangs id,vorgang id,fallnummer,fall id,gesprachs id,gesprach id,unterhaltungs id,konversations id,anfrage id,anfragenummer,id conversation,id du ticket,id ticket,numero de ticket,numero du ticket,no ticket,identifiant conversation,id discussion,numero de dossier,id conversacion,id de conversacion,id de la conversacion,id ticket,id del ticket,numero de ticket,numero de caso,id caso,id del caso,id hilo,id conversa,id da conversa,id do chamado,id chamado,numero do chamado,numero do ticket,protocolo,numero do protocolo,id atendimento,id conversazione,id della conversazione,numero ticket,id segnalazione,numero pratica,id pratica,gesprek id,gespreks id,gesprekid,gespreknummer,zaaknummer,ticketnr,meldingnummer,conversatie id",
    ),
    (
        ConversationId,
        0.85,
        "=ticket,=conversation,=thread,=case,=chat,=session,=dialog,=dialogue,=conv,=convo,=vorgang,=conversa,=chamado,=gesprek,=conversacion,=conversazione,=hilo,=fall,=zaak",
    ),
    (
        ConversationId,
        0.6,
        "=id,=number,=nr,=key,=uuid,=reference,=ref,=case no,=numero,=nummer,=identifier,=group id,=parent id",
    ),
    (
        Content,
        1.0,
        "message,body,text,content,message body,message text,message content,stripped text,=msg,utterance,comment body,comment text,reply text,=comment,chat message,transcript,chat transcript,conversation transcript,call transcript,chat log,chatlog,nachricht,nachrichtentext,nachrichteninhalt,inhalt,mitteilung,kommentar,gesprachsverlauf,chatverlauf,verlauf,contenu,corps,corps du message,texte,texte du message,contenu du message,commentaire,mensaje,contenido,cuerpo,cuerpo del mensaje,texto del mensaje,contenido del mensaje,texto,comentario,transcripcion,mensagem,conteudo,corpo,corpo da mensagem,texto da mensagem,conteudo da mensagem,transcricao,messaggio,testo,contenuto,testo del messaggio,testo messaggio,corpo del messaggio,trascrizione,bericht,berichttekst,inhoud,tekst,opmerking,transcriptie",
    ),
    // With the quoted history that a stripped text is without.
    (Content, 0.95, "plain body,body text,text body,body plain"),
    (
        Content,
        0.9,
        "html body,body html,rich text,message html,conversation,dialogue,dialog,conversation text,conversation log,chat,extract,snippet,preview,texte html",
    ),
    (
        Content,
        0.75,
        "=description,description text,=note,=notes,=details,=comments,beschreibung,descripcion,descricao,descrizione,omschrijving,=messages,=utterances,blurb,notiz",
    ),
    (
        Question,
        1.0,
        "question,query,inquiry,user utterance,customer utterance,user turn,enquiry,prompt,instruction,customer message,customer question,user message,user query,user input,user question,customer query,customer inquiry,customer text,customer comment,client message,user text,inbound message,incoming message,customer request,user prompt,human message,frage,kundenfrage,kundenanfrage,kundennachricht,anfrage,anfragetext,question client,message client,message du client,demande,requete,pregunta,mensaje del cliente,mensaje cliente,consulta,pergunta,mensagem do cliente,mensagem cliente,duvida,domanda,messaggio del cliente,messaggio cliente,richiesta,vraag,klantvraag,klantbericht,bericht klant",
    ),
    (
        Question,
        0.8,
        "=input,=request,=human,=user,=customer,=client,=kunde,=cliente,=klant,=issue description,=problem,=complaint,=ticket description,=description,=inbound,=instructions,=context question,=initial message,=problem description,=body,=ask",
    ),
    (
        Answer,
        1.0,
        "answer,reply,response,completion,bot utterance,agent utterance,bot turn,system response,agent message,agent reply,agent response,agent answer,agent text,bot response,bot reply,bot message,assistant message,assistant response,support reply,support response,model output,ai response,outbound message,outgoing message,company reply,resolution text,first reply,first response text,admin reply,staff reply,antwort,kundenservice antwort,antworttext,agentenantwort,reponse,reponse agent,reponse de l agent,message agent,respuesta,respuesta del agente,respuesta agente,mensaje del agente,resposta,resposta do agente,resposta agente,risposta,risposta operatore,risposta dell operatore,messaggio operatore,antwoord,antwoord medewerker,reactie",
    ),
    (
        Answer,
        0.8,
        "=output,=assistant,=bot,=agent,=gpt,=resolution,=solution,=agente,=medewerker,=mitarbeiter,=losung,=outbound,=solucion,=solucao,=soluzione,=oplossing,=replies",
    ),
    (
        Role,
        1.0,
        "role,sender role,author role,author type,sender type,message author type,user type,speaker,speaker role,participant type,participant role,actor type,created by type,from type,writer type,sent by type,author kind,sender kind,direction,message direction,rolle,absenderrolle,absendertyp,absender typ,sprecher,richtung,sprecherrolle,role expediteur,type expediteur,type d auteur,type auteur,locuteur,sens,direction du message,rol,tipo de remitente,tipo remitente,tipo de autor,tipo autor,hablante,direccion,direccion mensaje,papel,tipo de remetente,tipo remetente,funcao,direcao,falante,ruolo,tipo mittente,tipo di mittente,tipo autore,direzione,parlante,rol afzender,afzendertype,type afzender,spreker,richting",
    ),
    (
        Role,
        0.75,
        "=sender,=from,=author,=actor,=who,=source,=type,=participant,=party,=side,=by,=sent by,=absender,=von,=expediteur,=auteur,=remitente,=autor,=remetente,=mittente,=autore,=afzender,=van,=message type,=user,=origin,=de,=da,=written by",
    ),
    (
        Inbound,
        1.0,
        "inbound,incoming,is inbound,is incoming,from customer,is customer,is from customer,is from user,from user,is user,by customer,customer sent,is client,eingehend,ist eingehend,vom kunden,ist kunde,entrant,est entrant,du client,est client,entrante,es entrante,es cliente,del cliente,recebida,do cliente,e cliente,in arrivo,dal cliente,inkomend,is inkomend,van klant,is klant",
    ),
    (
        FromAgent,
        1.0,
        "outbound,outgoing,is outbound,is outgoing,from agent,is agent,is from agent,by agent,is staff,from staff,is reply,is bot,is admin,from me,is from me,is from support,staff reply,ausgehend,ist ausgehend,vom agenten,ist agent,vom support,sortant,est sortant,est agent,saliente,es saliente,es agente,del agente,enviada por agente,do agente,e agente,in uscita,da operatore,uitgaand,is uitgaand,van agent,is medewerker",
    ),
    (
        Private,
        1.0,
        "=private,=is private,=internal,=is internal,=internal note,=is internal note,=private note,=is private note,=is note,=privat,=ist privat,=intern,=ist intern,=interne notiz,=prive,=interne,=est prive,=note interne,=privado,=privada,=interno,=interna,=nota interna,=es privado,=e privado,=privato,=privata,=intern bericht,=interne notitie",
    ),
    (
        Public,
        1.0,
        "=public,=is public,=visible to customer,=customer visible,=visible to requester,=offentlich,=ist offentlich,=publique,=est public,=publico,=publica,=es publico,=e publico,=pubblico,=pubblica,=openbaar,=is openbaar",
    ),
    (
        Sender,
        1.0,
        "sender id,author id,from id,message author id,actor id,participant id,sender key,absender id,autor id,id absender,id expediteur,id auteur,id remitente,id del remitente,id autor,id do remetente,id remetente,id mittente,id autore,afzender id",
    ),
    (
        Sender,
        0.97,
        "sender email,author email,from email,from address,sender address,message author email,email from,absender email,absender adresse,absender mail,email expediteur,email de l expediteur,email remitente,correo remitente,email del remitente,email remetente,email do remetente,email mittente,email afzender",
    ),
    (
        Sender,
        0.93,
        "=from,sender,author,created by,sent by,posted by,handle,from number,sender number,=absender,von,verfasser,expediteur,=de,auteur,envoye par,remitente,enviado por,remetente,mittente,inviato da,autore,afzender,=van,verzonden door,autor,=caller,=speaker,=actor",
    ),
    (
        Sender,
        0.9,
        "sender name,author name,from name,message author name,absendername,absender name,name des absenders,nom expediteur,nom de l expediteur,nom auteur,nombre remitente,nombre del remitente,nombre autor,nome remetente,nome do remetente,nome autor,nome mittente,nome autore,naam afzender,afzendernaam,speaker name,participant name,created by name,display name",
    ),
    (
        Sender,
        0.8,
        "=user id,=user,=username,=user name,=nickname,=userid,benutzer id,=benutzer,benutzername,id utilisateur,utilisateur,id usuario,usuario,utente,id utente,gebruiker,gebruiker id",
    ),
    (
        Sender,
        0.6,
        "customer id,customer email,customer name,customer,contact id,contact,contact handle,requester id,requester email,requester,visitor id,phone number,phone,client id,kunden id,kundennummer,kunde,client,id client,id cliente,cliente,klant,klant id,customer phone,contact phone,telefon,telefono,telefone,telefoon,whatsapp number,telefonnummer,rufnummer,telefoonnummer,mobile,mobile number,numero de telephone,numero de telefono,numero de telefone,numero di telefono,celular,cellulare,email,email address,=mail,e mail,e mail adresse,correo electronico,correo,adresse email,courriel,indirizzo email,emailadres,e mailadres",
    ),
    (Sender, 0.4, "=name,=nom,=nombre,=nome,=naam"),
    (
        Receiver,
        1.0,
        "to,to email,to address,recipient,recipients,receiver,to emails,email to,empfanger,an,destinataire,destinatario,para,destinatario email,a,ontvanger,aan,recipient email",
    ),
    (
        Timestamp,
        1.0,
        "created at,timestamp,sent at,call date,chat date,contact date,message time,message date,date sent,sent date,sent time,message timestamp,created,created on,created date,created time,creation date,datetime,date time,=time,=date,=ts,posted at,date added,received at,message created at,created datetime,sent datetime,=at,time sent,date created,sent on,occurred at,event time,date and time,sent,zeitstempel,erstellt am,erstellt,gesendet am,datum,zeitpunkt,datum uhrzeit,uhrzeit und datum,erstellungsdatum,nachrichtendatum,sendezeit,eingegangen am,date d envoi,envoye le,cree le,date de creation,horodatage,date heure,date et heure,date du message,fecha,fecha y hora,fecha hora,fecha de envio,fecha envio,creado,creado el,fecha de creacion,fecha creacion,marca de tiempo,enviado el,fecha mensaje,data,data hora,data e hora,data de envio,data envio,criado em,enviado em,data de criacao,data criacao,carimbo de data hora,data invio,data e ora,data ora,creato il,inviato il,data di creazione,data creazione,data messaggio,verzonden op,aangemaakt op,aangemaakt,tijdstip,tijdstempel,datum tijd,datum en tijd,verzenddatum,aanmaakdatum,marca temporal",
    ),
    (
        Timestamp,
        0.8,
        "=start time,=started at,=opened at,=start,=chat start time,=time stamp,=opened,=asked at,ticket created,ticket created at,conversation created at,ticket date,conversation date,date opened,open date,call time,date of purchase contact",
    ),
    (
        Clock,
        1.0,
        "time,hour,uhrzeit,zeit,heure,hora,ora,tijd,time of day,message time,sent time,orario,horario",
    ),
    (
        Status,
        1.0,
        "status,ticket status,conversation status,conversation state,ticket state,case status,issue status,state,chat status,ticketstatus,bearbeitungsstatus,zustand,fallstatus,vorgangsstatus,statut,etat,statut du ticket,etat du ticket,estado,estado del ticket,estado del caso,situacao,estado do ticket,status do chamado,stato,stato ticket,stato del ticket,toestand,stand,ticketstatus,status category,resolution status",
    ),
    (Status, 0.6, "=outcome,=outcome name,=disposition,=stage,=resolved,=is resolved,=closed"),
    (
        Ignore,
        1.0,
        "message id,messageid,comment id,msg id,event id,message api id,message uuid,message uid,row id,row,=index,=idx,row number,line,line number,=no,turn id,turn index,turn,turn number,message index,sequence,seq,position,utterance id,delivery status,message status,read status,send status,sent status,payment status,order status,email status,sms status,shipping status,delivery state,message state,delivered,=read,is read,seen,nachrichten id,nachrichtennummer,zustellstatus,lieferstatus,zustellungsstatus,id message,id du message,statut de livraison,statut d envoi,id mensaje,id del mensaje,estado de entrega,estado de envio,id mensagem,id da mensagem,status de entrega,status de envio,id messaggio,id del messaggio,stato consegna,stato di consegna,stato invio,bericht id,berichtid,bezorgstatus,verzendstatus,leveringsstatus,in reply to,reply to id,external id,ticket url,url,link,attachment url,attachments,attachment,metadata,raw,raw json,payload,annotations,segments,headers,via,is public,public,private,is private,spam,count,message count,messages count,reply count,word count,tokens,token count,duration,handle time,response time,first response time,wait time,custom fields,participants,users,bcc,message number,part id,segment id,thread position,audit id,app id,version,checksum,hash",
    ),
    (
        Ignore,
        1.0,
        "updated at,updated,updated on,modified at,last modified,last updated,last update,last update time,closed at,closed,closed on,solved at,resolved at,resolved,due by,due date,due at,fr due by,deleted at,first response at,assigned at,read at,delivered at,seen at,edited at,exported at,imported at,last message at,latest message timestamp,snoozed until,waiting since,conversation closed at,aktualisiert am,geandert am,geschlossen am,faellig am,mis a jour le,ferme le,modifie le,actualizado,actualizado el,fecha de cierre,fecha cierre,cerrado el,atualizado em,fechado em,data de fechamento,aggiornato il,chiuso il,data chiusura,bijgewerkt op,gesloten op,gewijzigd op,expires at,purchase date,order date,delivery date,date of purchase,ended at,end time",
    ),
    (
        Custom,
        1.0,
        "subject,title,ticket subject,topic,raw subject,tags,tag,labels,label,channel,source,medium,priority,urgency,severity,product,category,subcategory,type,ticket type,issue type,message type,queue,department,team,group,brand,inbox,mailbox,language,lang,locale,sentiment,rating,score,csat,nps,satisfaction,satisfaction rating,plan,tier,region,platform,intent,reason,outcome description,ticket name,pipeline,scenario,flow,subflow,vertical,domain,ticket channel,product purchased,betreff,thema,kanal,prioritat,produkt,kategorie,sprache,abteilung,schlagworte,stichworte,bewertung,objet,sujet,canal,priorite,produit,categorie,langue,etiquettes,service,asunto,tema,prioridad,producto,categoria,idioma,etiquetas,departamento,valoracion,assunto,prioridade,produto,lingua,oggetto,canale,priorita,prodotto,reparto,etichette,onderwerp,kanaal,prioriteit,product,taal,afdeling,titel,titre,titulo,titolo,company size,internal note,internal notes,private note,agent notes,interne notiz,is internal",
    ),
    (
        Personal(Person),
        1.0,
        "full name,first name,last name,middle name,nickname,=nick,display name,screen name,preferred name,sender name,author name,from name,speaker name,participant name,spitzname,anzeigename,rufname,voller name,absendername,nom complet,nom affiche,surnom,pseudo,pseudonyme,nom auteur,nom expediteur,nombre completo,primer nombre,apodo,=alias,nombre visible,nombre remitente,nombre autor,nome completo,primeiro nome,ultimo nome,apelido,nome de exibicao,nome remetente,nome autor,soprannome,nome visualizzato,nome mittente,bijnaam,weergavenaam,schermnaam,volledige naam,naam afzender,name,agent name,agent,assignee,assignee name,assigned to,operator,operator name,owner,owner name,rep,csr,contact person,first,last,surname,given name,family name,spouse name,closed by,handled by,vorname,nachname,ansprechpartner,bearbeiter,mitarbeiter,sachbearbeiter,agent name,zustandig,prenom,nom,nom de famille,nom de l agent,conseiller,operateur,nombre,apellido,apellidos,nombre del agente,agente,asesor,nome,sobrenome,nome do agente,atendente,cognome,nome operatore,operatore,voornaam,achternaam,naam,medewerker,naam medewerker,answered by,recipient name,to name,employee,staff member,staff name",
    ),
    (
        Personal(EmailAddress),
        1.0,
        "email,e mail,mail,email address,e mail address,agent email,assignee email,cc,cc emails,to email,to emails,reply to,to,recipient,recipients,emailadresse,e mail adresse,courriel,adresse email,adresse e mail,adresse mail,correo,correo electronico,email cliente,indirizzo email,posta elettronica,mailadres,e mailadres,emailadres,support email,to address",
    ),
    (
        Personal(PhoneNumber),
        1.0,
        "phone,phone number,mobile,mobile number,cell,cell phone,telephone,tel,fax,whatsapp,whatsapp number,msisdn,from number,to number,caller id,telefon,telefonnummer,handy,handynummer,rufnummer,mobilnummer,telephone number,numero de telephone,portable,telefono,numero de telefono,movil,celular,telefone,numero de telefone,celular numero,cellulare,numero di telefono,telefoon,telefoonnummer,mobiel,mobiel nummer",
    ),
    (
        Personal(StreetAddress),
        1.0,
        "address,street,street address,billing address,shipping address,full address,home address,postal address,address line 1,address 1,zip,zip code,postal code,postcode,city,anschrift,strasse,adresse,plz,postleitzahl,ort,wohnort,stadt,rue,code postal,ville,direccion postal,calle,codigo postal,ciudad,domicilio,endereco,rua,cep,cidade,indirizzo,via e numero,cap,citta,adres,straat,woonplaats,plaats",
    ),
    (
        Personal(Organization),
        1.0,
        "company,company name,organization,organisation,organization name,organisation name,account name,employer,business name,firma,firmenname,unternehmen,entreprise,societe,nom de l entreprise,empresa,compania,nombre de la empresa,nome da empresa,razao social,azienda,ragione sociale,societa,bedrijf,bedrijfsnaam,author companies",
    ),
    (
        Personal(DateOfBirth),
        1.0,
        "date of birth,birth date,birthdate,birthday,dob,geburtsdatum,geburtstag,date de naissance,fecha de nacimiento,data de nascimento,data di nascita,geboortedatum,customer dob",
    ),
    (
        Personal(IpAddress),
        1.0,
        "ip,ip address,client ip,user ip,ip adresse,remote addr,adresse ip,direccion ip,endereco ip,indirizzo ip,ip adres",
    ),
    (
        Personal(Username),
        1.0,
        "username,user name,login,handle,benutzername,nom d utilisateur,nombre de usuario,nome de usuario,nome utente,gebruikersnaam",
    ),
    (
        Personal(Id),
        1.0,
        "account id,account number,order id,order number,order no,invoice number,invoice id,policy number,member id,membership number,employee id,agent id,assignee id,user id,responder id,submitter id,admin assignee id,organization id,company id,tax id,ssn,passport number,device id,serial number,tracking number,bestellnummer,auftragsnummer,rechnungsnummer,vertragsnummer,kontonummer,numero de commande,numero de client,numero de contrat,numero de pedido,numero de cuenta,numero do pedido,cpf,cnpj,dni,nif,numero ordine,codice fiscale,numero d ordine,bestelnummer,ordernummer,factuurnummer,bsn,iban,registration number,donor id,staff id,patient id",
    ),
    (
        Customer(Person),
        1.0,
        "customer name,customer full name,client name,user full name,contact name,requester name,requester,customer,visitor name,visitor,customer first name,customer last name,kundenname,kunde,name des kunden,nom du client,nom client,client,nombre del cliente,nombre cliente,cliente,nome do cliente,nome cliente,nome del cliente,klantnaam,naam klant,klant,contact,user,guest name,caller name,passenger name,patient name,buyer name,member name,donor name",
    ),
    (
        Customer(EmailAddress),
        1.0,
        "customer email,client email,requester email,contact email,user email,visitor email,customer mail,kunden email,kunden e mail,email client,email du client,email del cliente,correo cliente,correo del cliente,email do cliente,email cliente,email klant,klant email,buyer email",
    ),
    (
        Customer(PhoneNumber),
        1.0,
        "customer phone,client phone,contact phone,requester phone,customer phone number,kundentelefon,telephone client,telephone du client,telefono cliente,telefono del cliente,telefone do cliente,telefone cliente,telefoon klant,contact handle",
    ),
    (
        Customer(Id),
        1.0,
        "customer id,client id,requester id,contact id,customer number,visitor id,kunden id,kundennummer,kunden nr,kundennr,id client,numero client,id cliente,numero de cliente,codigo cliente,id do cliente,codigo do cliente,codice cliente,klant id,klantnummer,associated contact id,guest id,lead id,customer ref",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn score(name: &str, meaning: Meaning) -> f64 {
        Name::new(name).matches(meaning).map_or(0.0, |m| m.score)
    }

    #[test]
    fn knows_names_however_written() {
        for name in [
            "ticket_id",
            "ticketId",
            "TicketID",
            "Ticket ID",
            "ticket-id",
            "Ticketnummer",
            "Numéro de ticket",
            "comments.ticket_id",
        ] {
            assert!(score(name, ConversationId) >= 0.99, "{name}");
        }
        assert!(score("zendesk_ticket_id", ConversationId) > 0.8);
        assert!(score("converstion_id", ConversationId) > 0.7);
        assert_eq!(score("message_id", ConversationId), 0.0);
        assert!(score("Absender", Sender) > 0.9);
        assert!(score("utterances.text", Content) > 0.99);
        assert_eq!(Name::new("customer_email").other().map(|o| o.0), Some(Customer(EmailAddress)));
        assert_eq!(Name::new("delivery_status").other().map(|o| o.0), Some(Ignore));
    }
}
