/** Faults of lists from the field, by their kind: what each cell becomes. */
import { existsSync, readFileSync } from 'node:fs';
import t from 'tap';
import { normalizePhone } from '../../src/services/identity/phones.js';
import { readImport } from './imports.js';

const CASES = '../shared/cases/files';
const skip = !existsSync(CASES) && 'no cases';
const day = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString().slice(0, 10));

t.test('cells with several values, labels and both kinds of contact', async (t) => {
  const table: [string, string, object][] = [
    [
      'Phone',
      'mobile: +49 171 3333333; office: +49 30 901820',
      { phone: '+49 171 3333333', otherPhones: ['+49 30 901820'] },
    ],
    ['Phone', 'Tel. 030 901820', { phone: '030 901820' }],
    ['Phone', '+49 171 3333333 (mobile)', { phone: '+49 171 3333333' }],
    ['Phone', '310/246-1501', { phone: '310/246-1501' }],
    ['Phone', '+49 30 901820 ext. 5', { phone: '+49 30 901820 ext. 5' }],
    ['Phone', '9876543210.0', { phone: '9876543210' }],
    ['Phone', '4.91713333333E+11', { phone: '491713333333' }],
    ['Phone', 'call reception', { phone: undefined, attributes: { Phone: 'call reception' } }],
    ['Phone', '4.917E+11', { phone: undefined, attributes: { Phone: '4.917E+11' } }],
    ['Phone', 'a@acme.example', { email: 'a@acme.example', phone: undefined }],
    ['Email', 'g.papa1@acme.example', { email: 'g.papa1@acme.example' }],
    [
      'Email',
      'work: a@acme.example, home: b@acme.example',
      { email: 'a@acme.example', otherEmails: ['b@acme.example'] },
    ],
    ['Email', 'Doe, Jane <jane@acme.example>', { email: 'Doe, Jane <jane@acme.example>' }],
    ['Email', 'mailto:a@acme.example', { email: 'a@acme.example' }],
    ['Email', 'see notes', { email: undefined, attributes: { Email: 'see notes' } }],
    ['Email / Phone', 'raj@acme.example / 9876501234', { email: 'raj@acme.example', phone: '9876501234' }],
  ];
  for (const [header, cell, expected] of table) {
    const others = header.includes('Email') ? 'x@acme.example' : '+49 30 901821';
    const rows = [cell, others, others].map((value, index) => `"P ${index}","${value}","1${index}"`);
    const { leads } = await readImport(`Name,${header},Lead ID\n${rows.join('\n')}\n`);
    t.match(leads[0], expected, `${header}: ${cell}`);
    for (const [field, value] of Object.entries(expected))
      if (value === undefined) t.equal(leads[0]?.[field as 'phone'], undefined, `${header}: ${cell}`);
  }
});

t.test('a dialling code beside the number', async (t) => {
  const list =
    'name,country_code,mobile_without_country_code,lead_owner\nAsha,+91,9876543210,owner@firma.example\nRavi,91,09876543211,owner@firma.example\nUma,+91,919876543212,owner@firma.example\n';
  const { leads, fields } = await readImport(list);
  t.strictSame(
    leads.map(({ phone }) => phone),
    ['+919876543210', '+919876543211', '+919876543212'],
  );
  t.equal(leads[0]?.email, undefined, 'the address of an owner is that of no lead');
  t.equal(fields.lead_owner, undefined);
  const countries = await readImport('Name,Country Code\nA,DE\nB,US\n');
  t.equal(countries.fields['Country Code'], 'country');
});

t.test('NA is Namibia among two-letter codes, and nothing among names', async (t) => {
  const codes = await readImport('Name,Email,Country\nHilma,h@x.example,NA\nA,a@x.example,DE\nB,b@x.example,DE\n');
  t.equal(codes.leads[0]?.country, 'NA');
  const names = await readImport(
    'Name,Email,Country\nHilma,h@x.example,NA\nA,a@x.example,Germany\nB,b@x.example,France\n',
  );
  t.equal(names.leads[0]?.country, undefined);
});

t.test('amounts in exponent form', async (t) => {
  const { leads } = await readImport(
    'Name,Email,Annual Revenue\nA,a@f.example,9.9213206E7\nB,b@f.example,1.15056052E8\nC,c@f.example,$342.09K\n',
  );
  t.strictSame(
    leads.map(({ annualRevenue }) => Number(annualRevenue)),
    [99_213_206, 115_056_052, 342_090],
  );
});

t.test('amounts in another currency than US dollars stay attributes, with a note', async (t) => {
  const { leads, proposal } = await readImport(
    'Name,Email,Annual Revenue\nA,a@f.example,"$1,000,000.00"\nB,b@f.example,"250.000,00 €"\nC,c@f.example,"$2,000,000.00"\n',
  );
  t.match(leads[1], { annualRevenue: undefined, attributes: { 'Annual Revenue': '250.000,00 €' } });
  t.match(proposal.notes, [/^Amounts of "Annual Revenue" in EUR are kept as attribute/]);
  const dollars = await readImport('Name,Email,Annual Revenue\nA,a@f.example,"$1,000,000.00"\n');
  t.strictSame(
    dollars.proposal.notes.filter((note) => note.startsWith('Amounts')),
    [],
  );
});

t.test('texts are cut before a character, never inside', async (t) => {
  const cut = (length: number) => `${'x'.repeat(length)}😀yy`;
  const list = `Name,Email,Description,Street,Tags,Source,Weird\nA,a@x.example,${cut(4_999)},${cut(299)},${cut(99)},${cut(199)},${cut(1_999)}\n`;
  const { leads } = await readImport(list);
  const [lead] = leads;
  t.equal(lead?.description, 'x'.repeat(4_999));
  t.equal(lead?.street, 'x'.repeat(299));
  t.strictSame(lead?.tags, ['x'.repeat(99)]);
  t.equal(lead?.source.name, 'x'.repeat(199));
  t.equal(lead?.attributes?.Weird, 'x'.repeat(1_999));
});

t.test('names that are words for nothing', async (t) => {
  const { leads } = await readImport(
    'First Name,Last Name,Email\nMartin,Blank,m@x.example\nNan,Golding,n@x.example\nEd,Null,e@x.example\nLi,Na,l@x.example\nUwe,n/a,u@x.example\n',
  );
  t.strictSame(
    leads.map(({ firstName, lastName }) => [firstName, lastName]),
    [
      ['Martin', 'Blank'],
      ['Nan', 'Golding'],
      ['Ed', 'Null'],
      ['Li', 'Na'],
      ['Uwe', undefined],
    ],
  );
});

t.test('a row without any key has an id of its content', async (t) => {
  const list = 'Name,Email,Phone,City\nA,,030 90182000,X\nTom,,,Ort0\nTom,,,Ort1\nTom,,,Ort1\n';
  const ids = async () => (await readImport(list)).leads.map(({ externalId }) => externalId);
  const first = await ids();
  t.equal(first[0], undefined);
  t.equal(new Set(first.slice(1)).size, 3);
  t.strictSame(await ids(), first, 'the same when the file is read again');
});

t.test('each date by its own form', { skip }, async (t) => {
  const { leads } = await readImport(readFileSync(`${CASES}/dates-mixed.csv`));
  t.strictSame(
    leads.map(({ occurredAt }) => day(occurredAt)),
    [
      '2024-04-03',
      '2024-04-25',
      '2024-04-25',
      '2024-04-25',
      '2024-04-25',
      '2024-04-25',
      '2024-05-25',
      undefined,
      undefined,
    ],
  );
  t.strictSame(
    leads.slice(7).map(({ attributes }) => attributes?.['Created Date']),
    ['31/02/2024', '25/04/1924'],
    'what is no date of an event is kept',
  );
});

t.test('headers in many languages', async (t) => {
  const table: readonly [string, string][] = [
    ['de', 'Vorname;Nachname;E-Mail-Adresse;Telefonnummer;Firma;Ort;Land;Straße;PLZ;Erstellt am;Quelle;Bemerkung'],
    [
      'fr',
      'Prénom;Nom;Courriel;Téléphone portable;Société;Ville;Pays;Rue;Code postal;Date de création;Origine;Remarques',
    ],
    [
      'es',
      'Nombre;Apellidos;Correo electrónico;Móvil;Empresa;Ciudad;País;Calle;Código postal;Fecha de creación;Fuente;Notas',
    ],
    ['pt', 'Nome;Sobrenome;E-mail;Telemóvel;Empresa;Cidade;País;Endereço;CEP;Data de criação;Origem;Observações'],
    [
      'it',
      'Nome;Cognome;Posta elettronica;Cellulare;Azienda;Città;Nazione;Indirizzo;CAP;Data creazione;Fonte;Messaggio',
    ],
    [
      'nl',
      'Voornaam;Achternaam;E-mailadres;Telefoonnummer;Bedrijfsnaam;Woonplaats;Land;Straat;Postcode;Aangemaakt op;Bron;Opmerkingen',
    ],
    [
      'pl',
      'Imię;Nazwisko;Adres e-mail;Numer telefonu;Nazwa firmy;Miasto;Kraj;Ulica;Kod pocztowy;Data utworzenia;Źródło;Uwagi',
    ],
    ['cs', 'Jméno;Příjmení;E-mailová adresa;Telefonní číslo;Společnost;Město;Země;Ulice;PSČ;Vytvořeno;Zdroj;Poznámka'],
    ['sk', 'Meno;Priezvisko;Email;Telefónne číslo;Názov firmy;Mesto;Krajina;Ulica;PSČ;Dátum vytvorenia;Zdroj;Poznámka'],
    [
      'hu',
      'Keresztnév;Vezetéknév;E-mail cím;Telefonszám;Cégnév;Város;Ország;Utca;Irányítószám;Létrehozva;Forrás;Megjegyzés',
    ],
    [
      'ro',
      'Prenume;Nume de familie;Adresă de e-mail;Număr de telefon;Companie;Oraș;Țară;Stradă;Cod poștal;Data creării;Sursă;Observații',
    ],
    ['tr', 'Adı;Soyadı;E-posta;Cep telefonu;Şirket;Şehir;Ülke;Adres;Posta kodu;Oluşturma tarihi;Kaynak;Notlar'],
    [
      'el',
      'Όνομα;Επώνυμο;Ηλεκτρονικό ταχυδρομείο;Κινητό τηλέφωνο;Εταιρεία;Πόλη;Χώρα;Διεύθυνση;Τ.Κ.;Ημερομηνία;Πηγή;Σχόλια',
    ],
    [
      'ru',
      'Имя;Фамилия;Эл. почта;Мобильный телефон;Компания;Город;Страна;Улица;Индекс;Дата создания;Источник;Комментарий',
    ],
    [
      'uk',
      'Ім’я;Прізвище;Електронна пошта;Номер телефону;Компанія;Місто;Країна;Вулиця;Поштовий індекс;Дата створення;Джерело;Примітка',
    ],
    ['da', 'Fornavn;Efternavn;E-mail;Telefonnr;Virksomhed;By;Land;Gade;Postnr;Oprettet;Kilde;Bemærkning'],
    ['no', 'Fornavn;Etternavn;E-post;Mobil;Bedrift;Poststed;Land;Gateadresse;Postnummer;Opprettet;Kilde;Merknad'],
    [
      'sv',
      'Förnamn;Efternamn;E-postadress;Mobilnummer;Företag;Ort;Land;Gatuadress;Postnummer;Skapad;Källa;Anteckningar',
    ],
    [
      'fi',
      'Etunimi;Sukunimi;Sähköposti;Puhelinnumero;Yritys;Kaupunki;Maa;Katuosoite;Postinumero;Luotu;Lähde;Lisätiedot',
    ],
    ['ja', '名;姓;メールアドレス;携帯電話;会社名;市区町村;国;住所;郵便番号;作成日;流入元;備考'],
    ['zh', '名;姓;电子邮箱;手机号码;公司名称;城市;国家;地址;邮政编码;创建时间;来源;备注'],
    ['ko', '名;성;이메일;휴대폰번호;회사명;도시;국가;주소;우편번호;등록일;유입경로;비고'],
    [
      'ar',
      'الاسم الأول;اسم العائلة;البريد الإلكتروني;رقم الجوال;اسم الشركة;المدينة;الدولة;العنوان;الرمز البريدي;تاريخ الإنشاء;المصدر;ملاحظات',
    ],
    ['he', 'שם פרטי;שם משפחה;דוא"ל;טלפון נייד;שם חברה;עיר;מדינה;רחוב;מיקוד;תאריך יצירה;מקור;הערות'],
    [
      'id',
      'Nama depan;Nama belakang;Alamat email;No HP;Nama perusahaan;Kota;Negara;Alamat;Kode pos;Tanggal dibuat;Sumber;Catatan',
    ],
    ['vi', 'Tên;Họ;Thư điện tử;Số điện thoại;Công ty;Thành phố;Quốc gia;Địa chỉ;Mã bưu điện;Ngày tạo;Nguồn;Ghi chú'],
  ];
  const fields =
    'firstName email phone organizationName city country street postalCode occurredAt source description lastName'.split(
      ' ',
    );
  const row = (index: number) =>
    [
      'Ada',
      'Lovelace',
      `a${index}@acme.example`,
      `+49 30 90182${index}`,
      'Acme',
      'Berlin',
      'DE',
      'Hauptstr. 1',
      '10115',
      '2026-05-01',
      'Web',
      'note',
    ].join(';');
  for (const [language, header] of table) {
    const { fields: found } = await readImport(
      `${header.replaceAll('"', '""').replace(/[^;]*""[^;]*/g, '"$&"')}\n${row(1)}\n${row(2)}\n`,
    );
    t.strictSame(
      Object.values(found).sort(),
      [...fields].sort(),
      `${language}: ${header.split(';').filter((name) => !(name in found))}`,
    );
  }
});

t.test('files from the field', { skip }, async (t) => {
  const table: [string, number, Record<string, string>][] = [
    [
      'greek-headers.csv',
      40,
      {
        Όνομα: 'firstName',
        Επώνυμο: 'lastName',
        Κινητό: 'phone',
        Εταιρεία: 'organizationName',
        Πόλη: 'city',
        Χώρα: 'country',
        Ημερομηνία: 'occurredAt',
      },
    ],
    [
      'unknown-header-emails.csv',
      30,
      { メールアドレス: 'email', 氏名: 'name', 電話番号: 'phone', 会社名: 'organizationName' },
    ],
    [
      'agency-chaos.csv',
      4,
      { 'Lead ID': 'externalId', Contact: 'name', 'Email / Phone': 'contact', Notes: 'description' },
    ],
    ['el_GR.cp1253.csv', 200, { Όνομα: 'firstName', Τηλέφωνο: 'phone' }],
    ['tr_TR.cp1254.csv', 200, { Ad: 'firstName', Soyad: 'lastName', Şirket: 'organizationName', Şehir: 'city' }],
  ];
  for (const [file, least, expected] of table) {
    const { fields, leads, refused } = await readImport(readFileSync(`${CASES}/${file}`));
    t.match(fields, expected, file);
    t.ok(leads.length >= Math.min(least, 4), `${file}: ${leads.length}`);
    t.strictSame(refused, [], file);
    for (const lead of leads) t.notMatch(JSON.stringify(lead), /\ufffd/, file);
  }
  const phones = (await readImport(readFileSync(`${CASES}/phone-bare-calling-code.csv`))).leads.map(
    ({ phone = '', country }) => normalizePhone(phone, country).e164,
  );
  t.strictSame(phones, ['+496885565437', '+496885565437'], 'one lead');
});
