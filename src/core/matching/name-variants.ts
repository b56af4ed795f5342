/**
 * Forms of one given name, folded, as dictionaries of names list them (Hanks, Hardcastle and Hodges 2006, "A Dictionary of First Names"). A word in several
 * rows is a form of each.
 */
const FORMS = [
  'alexander alex alec sandy sasha alejandro alessandro aleksander xander',
  'alexandra alex sandra sasha alejandra alessandra',
  'andreas andrew andy drew andre andres andrea andrzej',
  'anna ann anne annie nancy hannah ana anita anja',
  'antonius anton anthony tony antonio antoine toni',
  'barbara barb barbie babs',
  'benjamin ben benny benji',
  'catherine katherine kathryn kate katie kathy cathy kat katharina katarina caterina catalina karen karin',
  'charles charlie chuck carlos karl carl carlo karel',
  'christian chris christopher kris christoph cristian kit',
  'christine christina chris tina kirsten kristin cristina',
  'daniel dan danny daniele',
  'david dave davy davide',
  'deborah debra deb debbie',
  'dorothy dorothea dot dottie dorota',
  'edward ed eddie ted ned eduard eduardo',
  'elizabeth elisabeth liz lizzy beth betty eliza lisa elsa elise isabel isabella ella liza bess',
  'eleanor ellen nora nell ellie leonor',
  'florence flo florrie',
  'francis frank frances fran franz francisco francesco francois paco pancho',
  'frederick fred freddy friedrich fritz federico',
  'gabriel gabe gabriele',
  'george georg jorge giorgio georges jerzy jurgen',
  'gerald gerard jerry gerry gerhard gerd',
  'gregory greg gregor',
  'guillaume william will bill billy willy liam wilhelm guillermo guglielmo wim',
  'harold harry hal harald',
  'helen helena helene elena ellen lena',
  'henry harry hank heinrich henri enrique enrico heinz hendrik',
  'jacob jake james jim jimmy jamie jakob jacques jaime diego giacomo jaap',
  'jacqueline jackie',
  'jane jean janet joan johanna joanna giovanna juana jeanne hanna',
  'jennifer jen jenny jennie',
  'jessica jess jessie',
  'john jack johnny jon johan johann johannes hans ivan jan juan giovanni jean joao sean ian evan',
  'jonathan jon jonny nathan',
  'joseph joe joey josef jose giuseppe pepe yusuf jozef',
  'joshua josh',
  'judith judy judi',
  'julia julie giulia juliette',
  'kenneth ken kenny',
  'lawrence laurence larry lorenz lorenzo laurent',
  'leonard leo len lenny leonardo leonhard',
  'louis luis lou ludwig luigi lewis lodewijk',
  'margaret maggie meg peggy margarete greta gretchen rita margarita marguerite margherita madge daisy',
  'mary maria marie molly polly mia miriam maryam',
  'martha marta patty',
  'martin marty martino',
  'matthew matt matthias matteo mateo mathieu matti',
  'michael mike mick mickey michel michele miguel mikhail mikael michal',
  'mohammed mohamed muhammad mohammad muhammed mehmet mo',
  'natalie natalia natasha nat',
  'nicholas nick nicky nicolas nikolaus klaus niklas nikola niccolo nicolae',
  'patricia pat patty trish tricia',
  'patrick pat paddy patricio patrizio',
  'paul pablo paolo pavel pawel',
  'peter pete pedro pietro pierre piotr petr pieter',
  'philip phillip phil philipp felipe philippe filippo',
  'rebecca becky becca rebekka',
  'richard rick dick rich ricky ricardo riccardo ryszard',
  'robert rob bob bobby robbie bert roberto rupert',
  'ronald ron ronnie',
  'samuel samantha sam sammy',
  'sarah sara sally sadie',
  'sofia sophia sophie zofia',
  'stephen steven steve stefan stephan esteban etienne stefano',
  'susan sue susie suzanne susanne suzy susanna',
  'teresa theresa tess terry therese tessa',
  'theodore ted teddy theo theodor',
  'thomas tom tommy tomas tommaso tomasz',
  'timothy tim timmy',
  'victoria vicky vicki tori viktoria',
  'vincent vince vinny vincenzo vicente',
  'walter walt wally',
  'zachary zach zack',
];

const groupsOf = new Map<string, Set<number>>();
for (const [group, forms] of FORMS.entries())
  for (const form of forms.split(' ')) groupsOf.set(form, (groupsOf.get(form) ?? new Set()).add(group));

/** Whether two folded given names are forms of one: "bill" and "william". */
export function areVariants(a: string, b: string): boolean {
  const [groups, others] = [groupsOf.get(a), groupsOf.get(b)];
  if (groups === undefined || others === undefined) return false;
  for (const group of groups) if (others.has(group)) return true;
  return false;
}
