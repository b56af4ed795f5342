/**
 * Guesses the encoding of text that is neither ASCII nor Unicode. A list holds names, in which detectors trained on prose find little: here
 * each candidate is decoded and rated by how its characters fit together.
 */
import iconv from 'iconv-lite';

export interface EncodingGuess {
  encoding: string;
  /** Whether the next best candidate that reads differently is clearly worse. */
  clear: boolean;
}

/** Letters of the languages that use a single-byte encoding, in small letters. */
const LATIN: Readonly<Record<string, string>> = {
  'windows-1252': 'áàâäãåæçéèêëíìîïñóòôöõøúùûüýßœðþ',
  'windows-1254': 'çğıöşüâîûi̇',
  'windows-1250': 'áčďéěíňóřšťúůýžąćęłńśźżăâîşţőűäöüßľĺŕôđç',
  'iso-8859-2': 'áčďéěíňóřšťúůýžąćęłńśźżăâîşţőűäöüßľĺŕôđç',
  'windows-1257': 'āčēģīķļņšūžąęėįųõäöüé',
  macintosh: 'áàâäãåæçéèêëíìîïñóòôöõøúùûüßœ',
};
/** Letters that a language with this encoding has, but few words. */
const RARE = new Set('ðþÿžšìůđţďĺŕ');
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  'windows-1251': /\p{Script=Cyrillic}/u,
  'koi8-r': /\p{Script=Cyrillic}/u,
  'windows-1253': /\p{Script=Greek}/u,
  'windows-1255': /\p{Script=Hebrew}/u,
  'windows-1256': /\p{Script=Arabic}/u,
};
const CHINESE =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛江史顾侯孟龙万段雷钱汤黎易常武贺文小明丽静伟娜洋帆磊强军敏勇艳杰娟涛超霞平刚桂英华建国红海玉晓春秀公司有限科技集团股份姓名电话邮箱地址城市国家北京上海广州深圳中国网络信息贸易电子客户联系人张偉劉陳楊趙黃吳孫馬羅鄭謝許蕭蘇盧蔣葉麗靜強軍華國紅電話地址郵件臺灣姓公司';
const JAPANESE =
  '田中山本木村佐藤鈴高橋伊渡辺小林加吉松井上原岡石川野島崎清水一二三郎太子美花健直人翔咲桜池内藤斎橋森坂谷後青西東南北大和久保安部株式会社有限氏名電話番号住所都道府県市区町京阪日付備考担当者様佳恵由裕隆雄正明幸香奈菜介輔樹真';
const KOREAN =
  '김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구민지훈수진영희철현준호은경미연아주식회사름전화번호메일주소회';
const CJK: readonly { encoding: string; common: ReadonlySet<string>; script: RegExp }[] = [
  { encoding: 'shift_jis', common: new Set(JAPANESE), script: /[\p{Script=Hiragana}\p{Script=Katakana}]/u },
  { encoding: 'euc-jp', common: new Set(JAPANESE), script: /[\p{Script=Hiragana}\p{Script=Katakana}]/u },
  { encoding: 'gb18030', common: new Set(CHINESE), script: /[^\s\S]/u },
  { encoding: 'big5', common: new Set(CHINESE), script: /[^\s\S]/u },
  { encoding: 'euc-kr', common: new Set(KOREAN), script: /[^\s\S]/u },
];
const SAMPLE_BYTES = 32_768;
const NOT_ASCII = /[^\0-\x7f]/u;
const MARGIN = 0.12;
const GOOD = 0.45;

export function guessEncoding(head: Buffer): EncodingGuess {
  const sample = foreignLines(head);
  const rated = [...Object.keys(LATIN), ...Object.keys(SCRIPTS), ...CJK.map(({ encoding }) => encoding)]
    .map((encoding) => ({ encoding, ...rate(encoding, sample) }))
    .sort((a, b) => b.rating - a.rating);
  const best = rated[0];
  if (best === undefined || best.rating <= 0) return { encoding: 'windows-1252', clear: false };
  const other = rated.find(({ text }) => text !== best.text);
  return { encoding: best.encoding, clear: best.rating >= GOOD && best.rating - (other?.rating ?? 0) >= MARGIN };
}

/** The lines that have other characters than ASCII. */
function foreignLines(head: Buffer): Buffer {
  const lines: Buffer[] = [];
  let length = 0;
  for (let start = 0; start < head.length && length < SAMPLE_BYTES; ) {
    const found = head.indexOf(10, start);
    const end = found < 0 ? head.length : found;
    const line = head.subarray(start, Math.min(end + 1, start + SAMPLE_BYTES));
    // The last line may end inside a character.
    if ((found >= 0 || lines.length === 0) && line.some((byte) => byte > 0x7f)) {
      lines.push(line);
      length += line.length;
    }
    start = end + 1;
  }
  return Buffer.concat(lines);
}

function rate(encoding: string, sample: Buffer): { rating: number; text: string } {
  const text = iconv.decode(sample, encoding);
  const letters = LATIN[encoding];
  const script = SCRIPTS[encoding];
  const cjk = CJK.find((one) => one.encoding === encoding);
  const rating = cjk ? rateCjk(text, cjk) : rateWords(text, letters ? new Set(letters) : undefined, script);
  // Western text is the most frequent by far.
  return { rating: letters !== undefined && encoding !== 'windows-1252' ? rating * 0.95 : rating, text };
}

/** The share of characters that are common ones in lists. Characters of another encoding fall on rare ones. */
function rateCjk(text: string, { common, script }: (typeof CJK)[number]): number {
  let characters = 0;
  let points = 0;
  for (const character of text) {
    if (!NOT_ASCII.test(character)) continue;
    characters++;
    if (character === '\ufffd' || /[\p{Co}\p{Cn}\p{Cc}]/u.test(character)) points -= 4;
    else if (common.has(character) || script.test(character)) points += 1;
    else if (/[\uff61-\uff9f]/u.test(character)) points -= 0.5;
  }
  return characters === 0 ? 0 : Math.min(1, (2 * points) / characters);
}

/** Rates words by their letters, by capitals inside them, by runs of accented letters, and by words of two scripts. */
function rateWords(text: string, latin: ReadonlySet<string> | undefined, script: RegExp | undefined): number {
  let characters = 0;
  let points = 0;
  let before = '';
  let run = 0;
  for (const character of text) {
    const foreign = NOT_ASCII.test(character);
    run = foreign ? run + 1 : 0;
    if (foreign) {
      characters++;
      points += latin ? rateLatin(character, latin) : rateScript(character, script);
      if (latin && run > 2) points -= 1;
    }
    if (!latin && foreign !== NOT_ASCII.test(before) && LETTER.test(character) && LETTER.test(before)) points -= 1;
    const isCapital = /\p{Lu}/u.test(character);
    if (isCapital && /\p{Ll}/u.test(before) && (foreign || NOT_ASCII.test(before))) points -= 1;
    if (before === 'ς' && LETTER.test(character)) points -= 1;
    before = character;
  }
  return characters === 0 ? 0 : (points / characters) * languageFactor(text, latin);
}

const LETTER = /\p{L}/u;
/** Vowels of Cyrillic and Greek. Other alphabets that are read as these come out with too few. */
const VOWELS = /[аеёиіїоуыэюяαεηιουωάέήίόύώϊϋ]/giu;
const CAPITALS = /(?=\p{Lu})[\p{Script=Cyrillic}\p{Script=Greek}]/gu;
const LETTERS = /[\p{Script=Cyrillic}\p{Script=Greek}]/gu;

function languageFactor(text: string, latin: ReadonlySet<string> | undefined): number {
  // Hungarian ő and ű, read as Western text, come out as õ and û beside á and ö.
  if (latin) return /[õû]/i.test(text) && /[áéíóú]/i.test(text) && /[öü]/i.test(text) && !/ã/i.test(text) ? 0.7 : 1;
  const letters = text.match(LETTERS)?.length ?? 0;
  const vowels = text.match(VOWELS)?.length ?? 0;
  const capitals = text.match(CAPITALS)?.length ?? 0;
  if (letters > 0 && (vowels < letters * 0.33 || capitals > letters * 0.6)) return 0.5;
  return letters > 20 && capitals === 0 ? 0.8 : 1;
}

function rateLatin(character: string, letters: ReadonlySet<string>): number {
  if (!LETTER.test(character)) return /[\u00a0\u2013\u2019\u201c-\u201e€]/u.test(character) ? 0.3 : -1;
  const small = character.toLowerCase();
  if (!letters.has(small) && character !== 'İ') return 0;
  return RARE.has(small) ? 0.7 : 1;
}

function rateScript(character: string, script: RegExp | undefined): number {
  if (script?.test(character)) return 1;
  return /[\u00a0\u2013\u2019№«»]/u.test(character) ? 0 : -1;
}
