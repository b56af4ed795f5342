/**
 * Names of columns in many languages, by field. A word is compared without case, accents, spaces and punctuation. Words that mean two things
 * ("estado" is a state or a status) are left to the values of the column, or not listed.
 */
import type { ImportField } from './fields.js';

export const HEADER_WORDS: Partial<Record<ImportField, readonly string[]>> = {
  name: [
    'name und vorname|vor- und nachname|ansprechpartner|ansprechperson|kontaktperson|full name of contact|contact person|person in charge name',
    'nom et prénom|prénom et nom|nombre y apellido|nombre y apellidos|nombre de contacto|nome e sobrenome|nome do contato|nominativo|referente',
    'volledige naam|contactpersoon|imię i nazwisko|imię nazwisko|jméno a příjmení|meno a priezvisko|kontaktní osoba|név|teljes név|kapcsolattartó',
    'nume complet|nume si prenume|ad soyad|adı soyadı|isim soyisim|ονοματεπώνυμο|фио|полное имя|имя и фамилия|піб|повне ім’я|контактное лицо',
    'fullständigt namn|navn|fulde navn|kontaktperson navn|nimi|koko nimi|名前|氏名|お名前|フルネーム|姓名|全名|客户姓名|联系人|联系人姓名|聯絡人',
    '이름|성명|성함|고객명|الاسم|الاسم الكامل|שם|שם מלא|nama|nama lengkap|họ tên|họ và tên|tên đầy đủ|registrant name|guest name',
  ],
  firstName: [
    'rufname|jméno|meno|keresztnév|utónév|prenume|ad|adı|isim|όνομα|имя|ім’я|förnamn|fornavn|etunimi|名|الاسم الأول|שם פרטי|nama depan|tên',
    'first|attendee first name|registrant first name|nombre de pila|primer nombre|primeiro nome|nume|given names|first name(s)',
  ],
  lastName: [
    'familienname|zuname|příjmení|priezvisko|vezetéknév|családnév|nume de familie|soyad|soyadı|soyisim|επώνυμο|επίθετο|фамилия|прізвище|efternavn',
    'etternavn|sukunimi|姓|苗字|성|اسم العائلة|اللقب|שם משפחה|nama belakang|họ|apelido|last|attendee last name|family names|nom de famille',
    'registrant last name|primer apellido',
  ],
  email: [
    'emails|email addresses|mail|e-mail-adresse|email adresse|mailadresse|emailadres|e-mailadres|correo e|dirección de correo|dirección de correo electrónico',
    'dirección de email|correio eletrônico|endereço de email|posta elettronica|adres e-mail|adres email|poczta|e-mailová adresa|emailová adresa|e-mail cím',
    'email cím|adresa de email|adresă de e-mail|e-posta|e-posta adresi|ηλεκτρονικό ταχυδρομείο|ηλ. ταχυδρομείο|эл. почта|электронная почта|почта|имейл',
    'адрес электронной почты|ел. пошта|електронна пошта|пошта|e-post|e-postadress|mejl|mejladress|mailadress|e-postadresse|sähköposti|sähköpostiosoite',
    'メール|メールアドレス|eメール|電子メール|邮箱|邮箱地址|电子邮件|电子邮箱|邮件|電子郵件|電郵|信箱|이메일|메일|이메일 주소|전자우편|البريد الإلكتروني|ايميل|الايميل',
    'אימייל|דואר אלקטרוני|דוא"ל|מייל|surel|alamat email|thư điện tử|địa chỉ email|adresse électronique|attendee email|registrant email|user email',
    'guest email|user name (original name) email|email1|mail address|primary e-mail|login email',
  ],
  phone: [
    'phones|phone numbers|telephones|mobil|mobilnummer|handynummer|handy-nr|mobilnr|telefonnr|rufnummer|festnetz|téléphone portable|téléphone mobile|tél',
    'numéro de portable|móvil|teléfono móvil|número de teléfono|teléfono celular|número de celular|telemóvel|fone|telefone celular|número de telefone',
    'numero di telefono|telefono cellulare|recapito telefonico|telefoon|telefoonnummer|mobiel|mobiel nummer|numer telefonu|komórka|tel. kom.|nr telefonu',
    'telefonní číslo|telefónne číslo|telefonszám|număr de telefon|telefon mobil|telefon numarası|cep telefonu|cep no|τηλέφωνο|κινητό|κινητό τηλέφωνο',
    'αριθμός τηλεφώνου|телефон|номер телефона|мобильный|мобильный телефон|моб. телефон|номер телефону|мобільний|мобільний телефон|tlf|tlf nr|telefonnr',
    'puhelin|puhelinnumero|matkapuhelin|電話|電話番号|携帯|携帯電話|携帯番号|电话|手机|手机号|手机号码|电话号码|联系电话|移动电话|手機|手機號碼|聯絡電話|전화|전화번호|휴대폰',
    '휴대폰번호|핸드폰|휴대전화|الهاتف|رقم الهاتف|الجوال|رقم الجوال|الموبايل|هاتف|טלפון|נייד|מספר טלפון|טלפון נייד|telepon|nomor telepon|no telepon|no hp',
    'nomor hp|hp|ponsel|no whatsapp|điện thoại|số điện thoại|di động|sđt|cell number|whatsapp no|whatsapp nr|whatsapp phone|mobile tel|phone mobile|msisdn',
    'telefon komórkowy|attendee phone|user phone|user phone number|cell phone number|mobile number without country code|mobile without country code|phone without country code|numero cellulare',
  ],
  contact: [
    'email / phone|e-mail / phone|email or phone|phone / email|email and phone|email/telefon|e-mail/telefon|telefon / e-mail|contact info|contact details',
    'kontaktdaten|contact information|coordonnées|datos de contacto|contact|kontakt|contacto|contatto|contato|контакт|контакты|연락처|聯絡方式|联系方式|連絡先',
  ],
  dialCode: [
    'dial code|dialing code|dialling code|calling code|country calling code|phone country code|phone code|isd code|mobile country code|country code phone',
    'ländervorwahl|landesvorwahl|indicatif|indicatif pays|prefijo|prefijo internacional|prefisso|ddi|landcode telefoon|phone prefix|intl code',
  ],
  organizationName: [
    'firmen|betrieb|arbeitgeber|raison sociale|compañía|razón social|organización|companhia|razão social|organização|società|ragione sociale|ditta',
    'bedrijfsnaam|organisatie|nazwa firmy|spółka|organizacja|společnost|název firmy|spoločnosť|názov firmy|cég|cégnév|vállalat|companie|denumire firmă',
    'societate|şirket|şirket adı|kurum|firma adı|εταιρεία|εταιρία|επωνυμία|επιχείρηση|компания|организация|название компании|фирма|компанія|організація',
    'назва компанії|företag|bolag|företagsnamn|virksomhed|firmanavn|selskab|bedrift|selskap|yritys|yrityksen nimi|organisaatio|会社|会社名|企業名|法人名|組織',
    '公司|公司名称|公司名稱|企业|企业名称|单位|회사|회사명|기업명|업체명|소속|الشركة|اسم الشركة|المؤسسة|חברה|שם חברה|ארגון|perusahaan|nama perusahaan',
    'công ty|tên công ty|tổ chức|company / organization|company/account|company or organisation|azienda / ente|institution|nom de l’entreprise',
  ],
  jobTitle: [
    'berufsbezeichnung|stanowisko|pozice|pozícia|beosztás|funcție|unvan|görev|pozisyon|θέση|ιδιότητα|должность|посада|befattning|titel|stilling|tittel',
    'titteli|役職|肩書き|职位|职务|職稱|職位|직함|직책|직급|المسمى الوظيفي|الوظيفة|תפקיד|jabatan|chức vụ|chức danh|cargo / puesto|função|qualifica|job role',
    'attendee job title',
  ],
  city: [
    'wohnort|localidad|población|localidade|comune|località|plaats|woonplaats|miasto|miejscowość|město|obec|mesto|város|település|oraș|localitate|şehir',
    'πόλη|город|місто|postort|by|sted|poststed|kaupunki|paikkakunta|postitoimipaikka|市区町村|都市|城市|도시|المدينة|עיר|kota|thành phố|tỉnh thành|home city',
    'work city|person city|city / town|town/city|ville de résidence',
  ],
  region: [
    'kanton|région|regione|województwo|megye|județ|νομός|область|регион|регіон|län|fylke|都道府県|省|省份|provinsi|state / province|state or province|state/region',
    'comunidad autónoma|uf|county|state code',
  ],
  postalCode: [
    'cp|código postal|cep|cap|codice postale|kod pocztowy|psč|irányítószám|cod poștal|posta kodu|ταχυδρομικός κώδικας|τ.κ.|индекс|почтовый индекс',
    'індекс|поштовий індекс|postnummer|postnr|postinumero|郵便番号|邮编|邮政编码|郵遞區號|우편번호|الرمز البريدي|מיקוד|kode pos|mã bưu điện|mã bưu chính',
    'zip / postal code|zip/postcode|postal / zip code|home zip|zip code / postal code|billing zip',
  ],
  country: [
    'país|nazione|kraj|państwo|země|krajina|štát|ország|țară|ülke|χώρα|страна|країна|maa|国|国名|国家|國家|国家/地区|국가|나라|الدولة|البلد|מדינה|ארץ',
    'negara|quốc gia|nước|country / region|country name|home country|person country|work country|country/region name|country of residence|land/region',
  ],
  street: [
    'straße|strasse und hausnummer|straße hausnr|anschrift|straße nr|adresse postale|domicilio|endereço|morada|logradouro|via|straat|straatnaam|adres|ulica',
    'ulice|adresa|utca|cím|stradă|cadde|sokak|οδός|διεύθυνση|улица|адрес|вулиця|адреса|gata|gatuadress|adress|gade|vej|gate|gateadresse|katu|katuosoite|osoite',
    '住所|番地|地址|街道|详细地址|주소|도로명주소|العنوان|الشارع|רחוב|כתובת|jalan|alamat|địa chỉ|đường|home address|street name|address line|postal address',
  ],
  emailOptOut: [
    'abgemeldet|newsletter abgemeldet|désabonné|désinscrit|dado de baja|disiscritto|wypisany|afgemeld|abonelikten çıktı|配信停止|メール配信停止',
  ],
  emailConsent: [
    'subscription status|email subscription status|email marketing status|werbeeinwilligung|e-mail-einwilligung|consentement email|zgoda marketingowa',
    'zgoda e-mail|e-posta izni|e-posta onayı|consentimiento email|consenso email|メール配信許可',
  ],
  occurredAt: [
    'datum|eingangsdatum|hinzugefügt am|angelegt am|erstellt|date d’inscription|créé le|fecha|fecha de alta|fecha de registro|creado el|data de criação|criado em',
    'data de cadastro|data creazione|creato il|data di creazione|aanmaakdatum|aangemaakt op|data utworzenia|utworzono|datum vytvoření|vytvořeno|dátum',
    'dátum vytvorenia|létrehozás dátuma|létrehozva|data creării|tarih|oluşturma tarihi|kayıt tarihi|ημερομηνία|ημερομηνία δημιουργίας|дата|дата создания',
    'создан|дата створення|skapad|skapad datum|dato|oprettet|oprettelsesdato|opprettet|opprettet dato|päivämäärä|luotu|pvm|日付|作成日|登録日|作成日時|登録日時',
    '日期|创建日期|创建时间|注册时间|提交时间|建立日期|날짜|등록일|생성일|작성일|신청일|등록일시|التاريخ|تاريخ الإنشاء|תאריך|תאריך יצירה|tanggal|tanggal dibuat',
    'ngày|ngày tạo|order date|registration time|registered on|date registered|date created|created on|add time|lead created|added on|date of enquiry|submitted on',
    'date submitted|submission date|submitted at|lead created - date|contact created|response date|attendee registration date|completed time|data',
  ],
  source: [
    'quelle|herkunft|lead-quelle|leadquelle|origine|provenance|origen|fuente|procedencia|origen del lead|origem|fonte|provenienza|bron|herkomst|źródło',
    'zdroj|forrás|sursă|kaynak|πηγή|προέλευση|источник|джерело|källa|kilde|lähde|ソース|流入元|流入経路|リードソース|来源|來源|线索来源|客户来源|출처|유입경로',
    'المصدر|מקור|sumber|nguồn|lead source name|contact source|record source|acquisition source|original source type|referral source|how did you hear about us',
  ],
  owner: [
    'owner|owner email|owner name|lead owner|lead owner email|lead owner name|contact owner|account owner|record owner|deal owner|opportunity owner|owned by',
    'contact owner email|assigned to|assignee|assigned user|assigned rep|sales rep|sales representative|salesperson|sales person|sales agent|sales owner|rep',
    'account manager|account executive|person owner|lead owner alias|owner full name|owner id email|hubspot owner|agent|besitzer|zuständig|zuständiger',
    'verantwortlicher|verantwortlich|betreuer|kundenbetreuer|bearbeiter|sachbearbeiter|vertriebsmitarbeiter|propriétaire|responsable|commercial|attribué à',
    'propietario|vendedor|asignado a|proprietário|responsável|proprietario|responsabile|commerciale|assegnato a|eigenaar|accountmanager|verantwoordelijke',
    'toegewezen aan|właściciel|opiekun|handlowiec|przypisany do|vlastník|obchodník|tulajdonos|felelős|proprietar|responsabil|sorumlu|temsilci|υπεύθυνος',
    'müşteri temsilcisi|πωλητής|ответственный|менеджер|відповідальний|власник|ägare|säljare|ansvarig|ejer|sælger|ansvarlig|eier|selger|omistaja|vastuuhenkilö',
    '担当|担当者|営業担当|所有者|负责人|跟进人|業務員|负责销售|負責人|담당자|소유자|영업담당|المالك|المسؤول|בעלים|אחראי|pemilik|penanggung jawab|người phụ trách',
  ],
  description: [
    'anmerkung|anmerkungen|kommentar|kommentare|nachricht|remarque|remarques|nota|comentario|comentarios|observaciones|mensaje|observação|observações',
    'mensagem|note interne|commenti|messaggio|osservazioni|notitie|notities|opmerking|opmerkingen|bericht|notatka|notatki|uwagi|komentarz|wiadomość|poznámka',
    'poznámky|komentář|zpráva|megjegyzés|jegyzet|üzenet|observații|comentarii|mesaj|not|notlar|açıklama|σημείωση|σημειώσεις|σχόλια|μήνυμα|παρατηρήσεις',
    'примечание|заметки|комментарий|комментарии|сообщение|описание|примітка|нотатки|коментар|повідомлення|anteckning|anteckningar|meddelande|noter|bemærkning',
    'besked|notat|notater|merknad|melding|muistiinpano|muistiinpanot|huomautus|kommentti|viesti|lisätiedot|備考|メモ|コメント|メッセージ|お問い合わせ内容|备注|留言|備註',
    '描述|비고|메모|메시지|문의내용|내용|ملاحظات|ملاحظة|تعليق|رسالة|הערות|הערה|הודעה|catatan|keterangan|pesan|ghi chú|tin nhắn|mô tả|your message|memo',
    'additional notes|internal notes|lead description|questions & comments|questions/comments|anything else',
  ],
  website: [
    'internetseite|web page|site web|sitio web|página web|sito web|strona www|www|webová stránka|weboldal|web sitesi|ιστοσελίδα|сайт|веб-сайт|hemsida|hjemmeside|nettside|verkkosivu|ウェブサイト|网站|網站|홈페이지|الموقع|אתר|situs web|trang web|company url|company domain',
  ],
  industry: [
    'branża|odvětví|odvetvie|iparág|domeniu|sektör|κλάδος|отрасль|галузь|bransch|branche / secteur|toimiala|業種|行业|行業|업종|القطاع|תחום|ngành|setor|sector / industry',
  ],
  externalId: [
    'external identifier|external id|external key|crm id|contact record id|lead record id|row id|kundennummer|kunden-nr|customer number|customer no|client id|attendee id|attendee #|registrant id|response id|submission id|entry id|person id|member id|identifier|numéro client',
  ],
  stage: [
    'status|lead status|stage|lifecycle stage|lead stage|contact status|pipeline stage|contact stage|sales stage|deal stage|opportunity stage|hs lead status',
    'leadstatus|phase|statut|étape|statut du lead|etapa|fase|estado del lead|situação|stato del lead|etap|stav|fáze|állapot|stadiu|durum|aşama|κατάσταση|στάδιο',
    'статус|этап|стадия|етап|стадія|vaihe|tila|ステータス|状态|阶段|狀態|상태|단계|الحالة|المرحلة|סטטוס|שלב|trạng thái|giai đoạn|tahap|lead - stage|deal - stage',
  ],
};
