import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectEncoding } from '../../../src/import/detect-encoding.ts';
import type { EncodingId } from '../../../src/import/encodings.ts';
import { encodeText } from '../../helpers/encode.ts';

const KOREAN = `주문번호,주문일자,고객명,상품명,수량,금액
20240305-001,2024-03-05,김민준,"블랙 후드집업, L",1,"59,000"
20240305-002,2024-03-05,이서연,화이트 셔츠,2,"78,000"
20240306-001,2024-03-06,박지훈,쿠폰 할인,1,"-5,000"
`;
const JAPANESE = `注文番号,注文日,顧客名,商品名,数量,金額
1001,2024/03/05,佐藤花子,ブラックのTシャツ,1,"2,980"
1002,2024/03/05,鈴木一郎,送料無料クーポン,2,"1,500"
1003,2024/03/06,高橋,緑茶（ペットボトル）,3,450円
`;
const CHINESE = `订单号,下单时间,客户名称,商品,数量,金额
1001,2024-03-05,王小明,黑色连衣裙,1,259.00
1002,2024-03-05,李娜,运动鞋（白色）,2,398.00
1003,2024-03-06,张伟,优惠券,1,-20.00
`;
const FRENCH = `N° commande;Date;Client;Produit;Montant
1001;05/03/2024;Hélène Lefèvre;Thé à la menthe;12,50 €
1002;05/03/2024;François Müller;Crème brûlée – 4 pièces;8,90 €
`;
const GERMAN = `Bestellnummer;Datum;Kunde;Artikel;Betrag
1001;05.03.2024;Jürgen Groß;Käsespätzle;12,50
1002;05.03.2024;Änne Öztürk;Grüße-Karte;3,20
`;

const detected = (text: string, encoding: EncodingId, complete = true) =>
  detectEncoding(encodeText(text, encoding), complete);

describe('the text of a shop is told', () => {
  test.each([
    ['Korean', KOREAN, 'euc-kr'],
    ['Japanese', JAPANESE, 'shift_jis'],
    ['Chinese', CHINESE, 'gb18030'],
    ['French', FRENCH, 'windows-1252'],
    ['German', GERMAN, 'windows-1252'],
    [
      'English with curly quotes',
      'name,n\nWomen’s hat,1\nMen’s “big” shirt – red,2\n',
      'windows-1252',
    ],
  ] as const)('%s', (_what, text, encoding) => {
    expect(detected(text, encoding)).toEqual({ encoding, bom: false, sure: true });
    for (const other of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
      expect(detected(text, other)).toEqual({ encoding: other, bom: false, sure: true });
      expect(detected(`\ufeff${text}`, other)).toEqual({ encoding: other, bom: true, sure: true });
    }
  });

  test('and so is a single word in a large table of ASCII', () => {
    const rows = Array.from({ length: 500 }, (_, i) => `${i},2024-03-05,x${i},5.00\n`).join('');
    expect(detected(`${rows}1,2024-03-05,서울,5\n`, 'euc-kr').encoding).toBe('euc-kr');
    expect(detected(`${rows}1,2024-03-05,カード,5\n`, 'shift_jis').encoding).toBe('shift_jis');
    expect(detected(`${rows}1,2024-03-05,支付宝,5\n`, 'gb18030').encoding).toBe('gb18030');
    expect(detected(`${rows}1,2024-03-05,Zoë,5\n`, 'windows-1252').encoding).toBe('windows-1252');
    expect(detected(`${rows}1,2024-03-05,5 €,5\n`, 'windows-1252').encoding).toBe('windows-1252');
  });

  test('Hangul that KS X 1001 lacks is CP949', () => {
    expect(detected('이름,메모\n김뷁,똠방각하\n펲시,햏자\n', 'euc-kr').encoding).toBe('euc-kr');
  });
});

test('names of people alone', () => {
  expect(detected('이름\n김민준\n이서연\n박도윤\n', 'euc-kr').encoding).toBe('euc-kr');
  expect(detected('姓名\n王伟\n李静\n刘洋\n陈明\n', 'gb18030').encoding).toBe('gb18030');
  expect(detected('氏名\n佐藤健\n鈴木愛\n高橋誠\n', 'shift_jis').encoding).toBe('shift_jis');
});

test('one word that reads in two languages is not sure', () => {
  // B0A1 is 가 in Korean and 啊 in Chinese.
  const { sure } = detectEncoding(Uint8Array.from([0xb0, 0xa1, 0x2c, 0x31, 0x0a]), true);
  expect(sure).toBe(false);
});

test('a character that is cut at the end of the first part', () => {
  for (const [text, encoding] of [
    [KOREAN, 'euc-kr'],
    [KOREAN, 'utf-8'],
    [JAPANESE, 'shift_jis'],
    [CHINESE, 'gb18030'],
  ] as const) {
    const bytes = encodeText(text.slice(0, text.lastIndexOf('\n') - 8), encoding);
    for (const cut of [1, 2, 3]) {
      const found = detectEncoding(bytes.subarray(0, bytes.length - cut), false);
      expect(found).toEqual({ encoding, bom: false, sure: true });
    }
  }
});

test('UTF-8 with one broken byte is UTF-8, and not sure', () => {
  const bytes = encodeText(KOREAN, 'utf-8');
  const broken = Uint8Array.from([...bytes, 0xff, 0x0a]);
  expect(detectEncoding(broken, true)).toEqual({ encoding: 'utf-8', bom: false, sure: false });
});

test('ASCII alone, and nothing at all, is UTF-8', () => {
  expect(detected('a,b\n1,2\n', 'utf-8')).toEqual({ encoding: 'utf-8', bom: false, sure: true });
  expect(detectEncoding(new Uint8Array(), true).encoding).toBe('utf-8');
});

test('NULs of a program are no UTF-16', () => {
  const bytes = Uint8Array.from({ length: 4000 }, (_, i) => (i % 4 === 0 ? i % 7 : 0));
  expect(detectEncoding(bytes, true).encoding).not.toMatch(/utf-16/);
});

test('whatever the bytes are, an answer comes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, complete) => {
      expect(detectEncoding(bytes, complete).encoding).toBeTypeOf('string');
    }),
    { numRuns: 300 },
  );
});
