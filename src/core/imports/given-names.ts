/** Common given names of some countries in lower case: evidence that a column holds names of people. */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  [
    'james mary robert patricia john jennifer michael linda david elizabeth william barbara richard susan joseph jessica thomas sarah',
    'charles karen daniel lisa matthew nancy anthony sandra mark ashley steven emily paul donna andrew michelle joshua carol kevin',
    'amanda brian melissa george deborah edward stephanie rebecca laura jason sharon jeffrey cynthia ryan kathleen jacob amy gary',
    'angela nicholas shirley eric anna jonathan brenda stephen emma justin olivia scott grace benjamin hannah samuel alice peter',
    'victoria oliver chloe harry sophie jack lucy henry ruby simon ada rob bob jane kate andreas wolfgang claus jürgen stefan christian',
    'uwe werner frank markus jan lukas felix jonas maria ursula monika petra sabine renate karin brigitte andrea claudia susanne',
    'gabriele anja katrin julia lena jörg götz bärbel käthe jean pierre michel andré philippe alain bernard jacques nicolas julien',
    'antoine hugo louis marie nathalie isabelle sylvie catherine françoise monique valérie sandrine céline aurélie camille léa chloé',
    'manon élodie mathilde gérard thierry stéphane frédéric antonio josé manuel francisco juan javier jesús carlos alejandro miguel',
    'rafael pablo sergio ángel fernando jorge luis alberto maría carmen ana isabel dolores pilar teresa cristina marta lucía elena',
    'raquel sara paula beatriz rocío marco giuseppe giovanni luca francesco roberto stefano alessandro paolo mario luigi matteo davide',
    'lorenzo simone giulia francesca chiara valentina silvia paola federica martina alessia giorgia niccolò johannes cornelis hendrik',
    'willem pieter jeroen sander bas thijs daan sem lars johanna elisabeth cornelia marieke sanne lotte femke fleur iris eva saskia',
    'anouk anders johan erik karl per mikael nils gustav oskar axel kristina elin ingrid birgitta åsa maja linnéa björn göran piotr',
    'krzysztof andrzej tomasz paweł michał marcin jakub adam łukasz marek grzegorz mateusz wojciech katarzyna małgorzata agnieszka ewa',
    'elżbieta zofia magdalena joanna aleksandra aarav vivaan aditya arjun rahul amit rajesh suresh sanjay vijay anil ravi manoj deepak',
    'rohit karan nikhil priya anjali pooja neha sunita kavita anita rekha lakshmi divya sneha ananya ishita meera shreya joão antônio',
    'paulo pedro lucas luiz marcos gabriel bruno eduardo felipe rodrigo francisca adriana juliana márcia fernanda patrícia aline camila',
    'bruna jéssica letícia',
  ].flatMap((line) => line.split(' ')),
);
