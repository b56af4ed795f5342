import type { Country } from './countries.js';

/** Common given and family names for generated people. */
export interface NameList {
  given: readonly string[];
  family: readonly string[];
}

const list = (given: string, family: string): NameList => ({ given: given.split(' '), family: family.split(' ') });

const ENGLISH = list(
  'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Lisa Matthew Nancy Anthony Sandra Mark Ashley Steven Emily Paul Donna Andrew Michelle Joshua Carol Kevin Amanda Brian Melissa George Deborah Edward Stephanie Rebecca Laura Jason Sharon Jeffrey Cynthia Ryan Kathleen Jacob Amy Gary Angela Nicholas Shirley Eric Anna Jonathan Brenda Stephen Emma Justin Olivia Scott Grace Benjamin Hannah Samuel Alice Peter Victoria Oliver Chloe Harry Sophie Jack Lucy Henry Ruby Simon Ada Rob Bob Jane Kate',
  'Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Rogers Reed Cook Morgan Bell Murphy Bailey Cooper Richardson Cox Ward Peterson Gray Watson Brooks Kelly Sanders Price Bennett Wood Barnes Ross Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Flores Simmons Foster',
);

export const NAMES: Record<Country, NameList> = {
  US: ENGLISH,
  GB: ENGLISH,
  CA: ENGLISH,
  AU: ENGLISH,
  DE: list(
    'Peter Michael Thomas Andreas Wolfgang Claus Jürgen Stefan Christian Uwe Werner Frank Markus Jan Lukas Felix Jonas Maria Ursula Monika Petra Sabine Renate Karin Brigitte Andrea Claudia Susanne Gabriele Anja Katrin Julia Lena Anna Laura Hannah Sophie Jörg Götz Bärbel Käthe',
    'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Lehmann Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Möller Weiß Jung Hahn Vogel Friedrich Keller Günther',
  ),
  FR: list(
    'Jean Pierre Michel André Philippe Alain Bernard Jacques Daniel Nicolas Julien Thomas Antoine Hugo Louis Marie Nathalie Isabelle Sylvie Catherine Françoise Monique Valérie Sandrine Céline Aurélie Camille Léa Chloé Manon Élodie Mathilde Gérard Thierry Stéphane Frédéric',
    'Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau Blanc Guérin Muller Henry Roussel Nicolas Perrin Gauthier Dumont',
  ),
  ES: list(
    'Antonio José Manuel Francisco Juan David Javier Daniel Jesús Carlos Alejandro Miguel Rafael Pablo Sergio Ángel Fernando Jorge Luis Alberto María Carmen Ana Isabel Dolores Pilar Teresa Laura Cristina Marta Lucía Elena Raquel Sara Paula Beatriz Rocío',
    'García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Hernández Ruiz Díaz Moreno Muñoz Álvarez Romero Gutiérrez Alonso Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio',
  ),
  IT: list(
    'Marco Andrea Giuseppe Antonio Giovanni Luca Francesco Roberto Stefano Alessandro Paolo Mario Luigi Matteo Davide Lorenzo Simone Maria Giulia Francesca Sara Laura Chiara Valentina Elena Silvia Paola Federica Martina Alessia Giorgia Niccolò',
    'Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale',
  ),
  NL: list(
    'Jan Johannes Cornelis Hendrik Willem Pieter Jeroen Sander Bas Thijs Daan Sem Lars Maria Johanna Anna Elisabeth Cornelia Marieke Sanne Lotte Femke Fleur Iris Eva Saskia Anouk',
    'Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Dijkstra Brouwer Koning Maas Verhoeven Kuipers Willems Schouten Hoekstra Koster Prins Huisman Postma Veenstra Kramer',
  ),
  SE: list(
    'Lars Anders Johan Erik Karl Per Mikael Jan Peter Nils Gustav Oskar Axel Anna Eva Maria Karin Kristina Lena Sara Emma Elin Ingrid Birgitta Åsa Maja Linnéa Björn Göran',
    'Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson Jansson Hansson Bengtsson Lindberg Jakobsson Magnusson Lindström Lindqvist Lindgren Berg Axelsson Bergström Lundberg Lind Lundgren Mattsson',
  ),
  PL: list(
    'Piotr Krzysztof Andrzej Tomasz Paweł Jan Michał Marcin Jakub Adam Łukasz Marek Grzegorz Mateusz Wojciech Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Elżbieta Zofia Teresa Magdalena Joanna Monika Aleksandra',
    'Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Nowakowski Pawłowski Michalski Nowicki Adamczyk Dudek Zając Wieczorek Król',
  ),
  IN: list(
    'Aarav Vivaan Aditya Arjun Rahul Amit Rajesh Suresh Sanjay Vijay Anil Ravi Manoj Deepak Rohit Karan Nikhil Priya Anjali Pooja Neha Sunita Kavita Anita Rekha Lakshmi Divya Sneha Ananya Ishita Meera Shreya',
    'Sharma Verma Gupta Singh Kumar Patel Shah Reddy Nair Iyer Rao Joshi Mehta Desai Kulkarni Chopra Kapoor Malhotra Banerjee Mukherjee Chatterjee Das Bose Ghosh Menon Pillai Agarwal Bhatt Mishra Pandey',
  ),
  BR: list(
    'José João Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Gabriel Rafael Daniel Bruno Eduardo Felipe Rodrigo Maria Ana Francisca Adriana Juliana Márcia Fernanda Patrícia Aline Sandra Camila Amanda Bruna Jéssica Letícia',
    'Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso',
  ),
};
