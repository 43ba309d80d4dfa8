import { dayOf } from '../core/calendar.ts';
import type { SampleShop } from './shop.ts';

const FIRST_DAY = dayOf(2022, 9, 1);
const MEMBER_NAMES = 'haneul bora minji sora jiwoo yuna dahye eunbi garam nari seoa hyejin'.split(
  ' ',
);

/**
 * A fashion mall that exports as Cafe24 does: Korean headers, a byte order mark, whole won, a
 * status column, returns as rows of their own. Strong seasons, end-of-season sales.
 */
export const fashion: SampleShop = {
  seed: 'fashion',
  fileName: 'fashion-orders.csv',
  firstDay: FIRST_DAY,
  days: dayOf(2025, 9, 29) - FIRST_DAY,
  customers: 18_000,
  season: {
    months: [0.75, 0.6, 1.1, 1.2, 1, 0.8, 0.7, 0.6, 1.15, 1.6, 1.9, 1.05],
    weekdays: [1.15, 1.05, 1, 1, 0.9, 0.85, 1.1],
    hours: [7, 4, 2, 1, 1, 1, 1, 2, 4, 5, 6, 6, 7, 6, 6, 6, 6, 6, 6, 7, 9, 11, 12, 10],
    growth: 1.3,
  },
  buying: { perYear: 3.75, shape: 0.8, regularity: 1 },
  lapse: { kind: 'byTime', perYear: 0.95, shape: 0.7 },
  basket: {
    kind: 'catalogue',
    products: [
      { name: '오버핏 코튼 셔츠', price: 39_000, weight: 10 },
      { name: '라운드 니트', price: 45_000, weight: 9 },
      { name: '캐시미어 블렌드 가디건', price: 89_000, weight: 5 },
      { name: '와이드 슬랙스', price: 49_000, weight: 10 },
      { name: '스트레이트 데님', price: 59_000, weight: 9 },
      { name: '플리츠 롱스커트', price: 42_000, weight: 7 },
      { name: '셔링 원피스', price: 68_000, weight: 7 },
      { name: '린넨 자켓', price: 98_000, weight: 4 },
      { name: '트렌치 코트', price: 159_000, weight: 3 },
      { name: '핸드메이드 울 코트', price: 239_000, weight: 2 },
      { name: '경량 패딩 조끼', price: 79_000, weight: 4 },
      { name: '베이직 티셔츠, 2장 묶음', price: 29_000, weight: 12 },
      { name: '터틀넥 티셔츠', price: 25_000, weight: 7 },
      { name: '캔버스 토트백', price: 35_000, weight: 5 },
      { name: '레더 미니백', price: 128_000, weight: 2 },
      { name: '울 머플러', price: 38_000, weight: 4 },
      { name: '로퍼', price: 99_000, weight: 3 },
      { name: '양말 3종 세트', price: 12_000, weight: 8 },
    ],
    lines: [62, 28, 10],
    extraUnits: 0.06,
    habit: 0,
    spendVariation: 0.8,
    sale: { months: [1, 2, 7, 8], percent: 30 },
  },
  channels: [
    { name: '모바일웹', weight: 45 },
    { name: '앱', weight: 22 },
    { name: 'PC쇼핑몰', weight: 18 },
    { name: '네이버쇼핑', weight: 15 },
  ],
  channelLoyalty: 0.75,
  mishaps: {
    withoutCustomer: 0.014,
    cancelled: 0.018,
    returned: 0.1,
    duplicated: 0.0006,
    zero: 0.0001,
  },
  file: {
    byteOrderMark: true,
    newline: '\r\n',
    decimals: 0,
    columns: [
      { header: '주문번호', field: 'order' },
      { header: '회원아이디', field: 'customer' },
      { header: '주문일시', field: 'dateTime' },
      { header: '상품명', field: 'product' },
      { header: '수량', field: 'quantity' },
      { header: '상품구매금액', field: 'amount' },
      { header: '주문경로', field: 'channel' },
      { header: '주문상태', field: 'status' },
    ],
    orderId: (order, day) => `${day.replaceAll('-', '')}-${String(order).padStart(7, '0')}`,
    customerId: (customer) => `${MEMBER_NAMES[customer % MEMBER_NAMES.length]}${customer}`,
    statusNames: { sold: '배송완료', cancelled: '취소완료', returned: '반품완료' },
  },
};
