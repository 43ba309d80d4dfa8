import type { EncodingId } from './encodings.ts';

/**
 * What a character costs under the assumption that the text is of one language: the negative
 * logarithm of a rough probability, in nats. The encoding under which the same bytes cost least is
 * the likeliest. Only the orders of magnitude matter: a frequent Hangul syllable about e⁻⁶, a
 * syllable that no word has about e⁻¹⁴.
 */
export interface EncodingModel {
  readonly encoding: EncodingId;
  /**
   * @param code the character's UTF-16 code unit, 0x80 or more
   * @param previous the code unit before it, 0 at the beginning
   */
  cost(code: number, previous: number): number;
}

/** An ASCII character, of whatever encoding; and a bit for not being of the others. */
export const ASCII_COST = 4.6;
/** Bytes that are no character at all. */
export const INVALID_COST = 18;
const REPLACEMENT = 0xfffd;

/** Syllables that make up four fifths of Korean text, those of shops in particular. */
const HANGUL =
  '이다의는에을가고지로하기사인도한리어자나시아대서일정을부그스보여상해수주과장원제전구라거들은동조것있신만성우선게와소마안공연유심세모무국면비분았오개드트위생물교방당내터적경금재문까운없할년중재니계단용입출결품학관화명실요배송번호고객매액량합포인회원가입취소반품환불쿠폰판할결제카드현월간총색블랙화이트레드그린네핑크사즈세바티셔츠원피청코트운동양말모자방향초텀블러에머그컵노펜필통책김박최강조윤임한오신권황송류홍울산광역천남북경기충청라대구세종제민준현영희철수진은윤혜숙서미예아래잠옷후드집업니트스커반팔긴행습관렇때람음저쪽각';
/** Characters that make up two thirds of Chinese text, those of shops in particular. */
const HANZI =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运客户订单号期额付款商店退货已支付宝淘微信优惠券折扣元件服装裤鞋帽男女童红黑蓝绿白李刘陈杨赵黄周吴徐孙';
/** Frequent kanji of shops: dates, names, goods, sums. */
const KANJI =
  '日本人年月大一二三四五六七八九十百千万円金額数量商品番号注文者名前客顧会員購入売上合計税込別送料支払方法済未出荷発配達住所県市区町村東京都大阪府北海道田中山川木村林小高橋佐藤鈴伊渡辺加吉松井石野原島池森清水子美和明正一郎太店舗電話郵便時分間価格単割引返取消注新古黒白赤青緑色服靴帽子類用品物食飲酒茶米肉魚野菜果実花紙書本雑誌文具玩具家手作国産内外限定版下上左右男女児童春夏秋冬';

const setOf = (text: string): ReadonlySet<number> => new Set(Array.from(text, codeOf));
const codeOf = (char: string): number => char.charCodeAt(0);

const COMMON_HANGUL = setOf(HANGUL);
const COMMON_HANZI = setOf(HANZI);
const COMMON_KANJI = setOf(KANJI);
const COMMON_LATIN = setOf('äöüßéèàçêâîôùñáíóúåøæãõëïœ');
const CAPITAL_LATIN = setOf('ÄÖÜÉÈÀÇÊÂÎÔÑÁÍÓÚÅØÆÃÕ');
const LATIN_SIGNS = setOf('€£°“”–—…«»®™·´§²½');

function cjkPunctuation(code: number): boolean {
  return (code >= 0x3000 && code < 0x3040) || (code >= 0xff00 && code < 0xff60);
}

/** Models of the encodings that bytes of 0x80 and more may be in. */
export function encodingModels(): readonly EncodingModel[] {
  return [korean(), japanese(), chinese(), western()];
}

function korean(): EncodingModel {
  const inStandard = basicCharacters('euc-kr', 0xb0, 0xc8);
  return {
    encoding: 'euc-kr',
    cost: (code) => {
      if (code === REPLACEMENT) return INVALID_COST;
      if (COMMON_HANGUL.has(code)) return 5.8;
      // 2,350 syllables are in KS X 1001; the other 8,822 were added for completeness.
      if (code >= 0xac00 && code <= 0xd7a3) return inStandard.has(code) ? 8.8 : 13.7;
      return code >= 0x4e00 && code <= 0x9fff ? 13 : 10;
    },
  };
}

function japanese(): EncodingModel {
  const level1 = basicCharacters('shift_jis', 0x89, 0x97);
  return {
    encoding: 'shift_jis',
    cost: (code) => {
      if (code === REPLACEMENT) return INVALID_COST;
      if (code >= 0x3041 && code <= 0x30fc) return 5.7;
      if (COMMON_KANJI.has(code)) return 6.7;
      if (cjkPunctuation(code)) return 7.5;
      // Half-width katakana are one byte each: all that is Korean or Chinese reads as such, too.
      if (code >= 0xff61 && code <= 0xff9f) return 7.6;
      if (code >= 0x4e00 && code <= 0x9fff) return level1.has(code) ? 9.7 : 13.4;
      return 12;
    },
  };
}

function chinese(): EncodingModel {
  const level1 = basicCharacters('gb18030', 0xb0, 0xd7);
  const level2 = basicCharacters('gb18030', 0xd8, 0xf7);
  return {
    encoding: 'gb18030',
    cost: (code) => {
      if (code === REPLACEMENT) return INVALID_COST;
      if (COMMON_HANZI.has(code)) return 6.4;
      if (level1.has(code)) return 9.35;
      if (cjkPunctuation(code)) return 8;
      // Kana and Greek are in the standard, and in no Chinese text.
      return level2.has(code) ? 11.5 : 14;
    },
  };
}

function western(): EncodingModel {
  return {
    encoding: 'windows-1252',
    cost: (code, previous) => {
      // Letters with accents seldom stand side by side, as they do where each is half a character.
      const beside = previous >= 0x80 ? 5 : 0;
      if (COMMON_LATIN.has(code)) return 3.7 + beside;
      if (code === 0x2019) return 3 + beside;
      if (CAPITAL_LATIN.has(code)) return (isLetter(previous) ? 7.5 : 5) + beside;
      if (LATIN_SIGNS.has(code)) return 4.8 + beside;
      // Of what is left of the two controls' blocks, nothing is a character.
      return (code < 0xa0 ? INVALID_COST : 8.8) + beside;
    },
  };
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** The characters of a double-byte encoding whose first byte is in a range and its second ≥ 0xa1. */
function basicCharacters(encoding: EncodingId, first: number, last: number): ReadonlySet<number> {
  const lowest = encoding === 'shift_jis' ? 0x40 : 0xa1;
  const bytes: number[] = [];
  for (let lead = first; lead <= last; lead++) {
    for (let trail = lowest; trail <= 0xfe; trail++) {
      if (trail !== 0x7f && (encoding !== 'shift_jis' || trail <= 0xfc)) bytes.push(lead, trail);
    }
  }
  const text = new TextDecoder(encoding).decode(Uint8Array.from(bytes));
  return new Set(Array.from(text, codeOf).filter((code) => code !== REPLACEMENT));
}
