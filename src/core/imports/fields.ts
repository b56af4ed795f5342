/**
 * Column names of real exports in English and some other languages, as lower-case letters and digits without diacritics. Within a field the better column
 * comes first. Other columns become custom attributes. So do owners, statuses, outcomes and audit columns, which look
 * like contact details but are not.
 */
export const FIELD_NAMES = {
  kind: 'kind leadkind',
  externalId:
    'externalid leadid id recordid prospectid contactid personid leadgenid apollocontactid hsobjectid uniqueid recid mqlid uuid guid crmid customerid opportunityid dealid leadnumber',
  externalSystem: '',
  name: 'fullname name contactname personname leadname clientname customername attendeename prospectname displayname nomcomplet nombrecompleto nomecompleto nomeecognome vollstandigername namn naam',
  firstName:
    'firstname givenname fname forename vorname prenom voornaam fornamn imie contactfirstname leadfirstname nombre nome',
  lastName:
    'lastname surname familyname lname nachname achternaam efternamn nazwisko apellido apellidos cognome sobrenome contactlastname leadlastname nom',
  jobTitle:
    'jobtitle title position positiontitle designation jobrole role contactrole currentposition organizationtitle job occupation poste fonction funktion beruf puesto cargo ruolo functie',
  organizationName:
    'company companyname organization organizationname organisation organisationname personorganization companyorganization accountname account employer employername associatedcompany primaryassociatedcompany currentcompany businessname firma firmenname unternehmen entreprise societe empresa azienda bedrijf',
  industry: 'industry companyindustry sector industrysector vertical branche secteur industria settore',
  employeeCount:
    'employeecount numberofemployees noofemployees numemployees employees companysize companyheadcount headcount employeerange mitarbeiter mitarbeiterzahl anzahlmitarbeiter effectif',
  annualRevenue:
    'annualrevenue companyrevenue yearlyrevenue annualturnover revenue turnover umsatz jahresumsatz chiffredaffaires',
  website:
    'website websiteurl companywebsite companyurl homepage web siteweb sitioweb webseite websitevalue url companydomainname companydomain domain',
  email:
    'workemail businessemail corporateemail email emailaddress primaryemail emailvalue personemailwork personemail contactemail contactmail emailid mail correo correoelectronico courriel emailadresse adresseemail adressemail emailpro indirizzoemail email2 secondaryemail tertiaryemail alternateemail personalemail homeemail personemailhome otheremail personemailother additionalemailaddresses otheremails',
  phone:
    'mobile mobilephone mobilephonenumber mobilenumber mobileno cell cellphone cellular handy mobiltelefon portable movil celular cellulare gsm whatsapp whatsappnumber personphonemobile workdirectphone directphone directdial phone phonenumber phoneno telephone telephonenumber tel telefon telefonnummer telefono telefone numerodetelephone phonevalue personphone contactnumber contactphone workphone workphonenumber businessphone officephone personphonework phone2 secondaryphone alternatephone homephone personphonehome otherphone personphoneother otherphones',
  companyPhone:
    'companyphone companyphonenumber corporatephone accountphone organizationphone hqphone switchboard mainphone',
  streetNumber: 'streetnumber housenumber houseno hausnummer',
  street:
    'street streetaddress address address1 addressline1 addr addressstreet mailingstreet mailingaddress postaladdress billingstreet strasse adresse rue calle direccion indirizzo straat companyaddress organizationaddress addressformatted',
  street2: 'street2 address2 addressline2 addressextendedaddress',
  city: 'city town mailingcity addresscity billingcity locality suburb stadt ort ville ciudad citta cidade stad companycity',
  region:
    'region state stateprovince stateregion province provinceregion mailingstate mailingstateprovince addressregion billingstate bundesland provincia estado companystate',
  postalCode:
    'postalcode zip zipcode postcode zippostalcode mailingpostalcode mailingzip mailingzippostalcode addresspostalcode billingpostalcode plz postleitzahl codepostal codigopostal pincode eircode',
  country:
    'country countryregion countrycode mailingcountry addresscountry billingcountry nation land pays pais paese companycountry',
  location: 'location officelocation personlocation companylocation',
  language: 'language preferredlanguage sprache langue idioma lingua',
  timeZone: 'timezone',
  purchaseIntent: '',
  competitorContractEndsOn: '',
  products: 'products product productinterest productofinterest productsofinterest interestedin solutionofinterest',
  need: 'need needs requirement requirements painpoint painpoints',
  budgetAmount: 'budgetamount budget',
  budgetCurrency: 'budgetcurrency',
  authority: 'authority buyingrole decisionrole',
  purchaseTimeframeDays:
    'purchasetimeframedays purchasetimeframe timeframe buyingtimeframe purchasetimeline buyingtimeline timeline',
  timeframeStatedAt: 'timeframestatedat',
  competitorProducts: 'competitorproducts competitors competitor currentvendor',
  emailConsent: 'emailconsent emailoptin optin marketingconsent newsletteroptin acceptsmarketing',
  phoneConsent: 'phoneconsent phoneoptin calloptin',
  emailConsentAt:
    'emailconsentat emailconsentdate emailconsenttime emailconsenttimestamp emailoptinat emailoptindate emailoptintime optindate optinat optintime optintimestamp optedinat optedinon consentat consentdate consentdatetime consenttime consenttimestamp dateofconsent dateofoptin marketingconsentat marketingconsentdate newsletteroptinat newsletteroptindate doubleoptindate doubleoptinat doiconfirmedat gdprconsentdate gdprconsentat subscribedat subscribedon emailsubscribedat confirmedat einwilligungam einwilligungsdatum optindatum dateconsentement fechaconsentimiento',
  phoneConsentAt:
    'phoneconsentat phoneconsentdate phoneconsenttime phoneoptinat phoneoptindate calloptinat calloptindate callconsentdate smsoptindate smsconsentdate',
  emailOptOut:
    'donotemail emailoptout hasoptedoutofemail unsubscribedfromallemail optedoutofemail optedoutofallemail emailunsubscribed unsubscribed',
  phoneOptOut: 'donotcall donotphone phoneoptout calloptout',
  optOut: 'donotcontact optout optedout',
  consentBasis: 'consentbasis legalbasis lawfulbasis legalbasisforprocessing legalbasisforprocessingcontactsdata',
  tags: 'tags tag labels label lists personlabel personlabels leadlabels leadlabel',
  description:
    'description notes note comments comment message remarks remark bemerkung bemerkungen notiz notizen commentaire commentaires notas nachricht',
  source:
    'leadsource source originalsource originaltrafficsource hsanalyticssource sourcename utmsource originaltrafficsourcedrilldown howdidyouhearaboutus leadorigin origin',
  medium: 'utmmedium',
  channel: 'channel sourcechannel leadchannel',
  campaign: 'campaign campaignname utmcampaign leadcampaign',
  platform: 'platform',
  occurredAt:
    'occurredat leadsubmittedat leadsubmittedatutc submittedat submissiondate submissiontime createdtime createddate createdate createdat created creationdate dateadded dateentered connectedon becamealeaddate firstcontactdate inquirydate enquirydate leaddate signupdate registeredat registrationdate engagedate timestamp date erstelltam erstellungsdatum datedecreation fechadecreacion',
  testLead: 'istest testlead',
  contact: '',
  dialCode: '',
  owner: '',
  stage: '',
  closedAt: '',
  lossReason: '',
  dealName: '',
  dealAmount: '',
  dealCurrency: '',
  eventType: '',
  eventId: '',
} as const;

/** A field of a lead, or another input of the loader such as a source or an opt-out. */
export type ImportField = keyof typeof FIELD_NAMES;

export const IMPORT_FIELDS = Object.keys(FIELD_NAMES) as ImportField[];
