import type { Role } from '../data/roles.ts';

/** A role that a column can be given by its name. */
export type NamedRole = Exclude<Role, 'attribute' | 'customerAttribute' | 'ignore'>;

/**
 * The names of columns in the order exports of Shopify, WooCommerce, Cafe24, Naver Smartstore,
 * Coupang, Square, Toast, EasyPOS (KICC), OKPOS, donor databases and plain spreadsheets, as
 * `nameKey` writes them. A role's lines go from the surest to the least: the id of a customer
 * before the name, the name before the e-mail; the amount of a line before that of an order.
 */
const NAMES: Readonly<Record<NamedRole, readonly string[]>> = {
  customer: [
    `customerid custid customerno customernumber customerkey customercode clientid clientno memberid
     memberno membernumber userid buyerid accountid donorid donornumber constituentid shopperid
     고객번호 고객id 고객아이디 고객코드 회원번호 회원id 회원아이디 회원코드 구매자id 구매자아이디
     주문자id 주문자아이디 사용자id 후원자번호 후원자id 기부자번호 기부자id 회원카드번호 멤버십번호`,
    `customer customername client clientname member membername buyer buyername donor donorname user
     username 고객 고객명 고객이름 회원 회원명 회원이름 구매자 구매자명 구매자이름 주문자 주문자명
     주문자이름 후원자 후원자명 기부자 기부자명`,
    `email emailaddress customeremail billingemail buyeremail useremail contactemail 이메일
     구매자이메일 주문자이메일 고객이메일 회원이메일`,
    `phone phonenumber customerphone billingphone mobile 구매자연락처 구매자전화번호 주문자연락처
     주문자전화번호 주문자휴대전화 주문자휴대폰 고객연락처 고객전화번호 회원전화번호 휴대폰번호
     전화번호 연락처`,
    `customerreferenceid loyaltyid billingname fullname tabname name 카드번호`,
  ],
  order: [
    `orderid orderno ordernumber ordercode orderkey invoiceno invoicenumber invoiceid transactionid
     transactionno transactionnumber receiptno receiptnumber receiptid giftid donationid saleid
     salesid purchaseid 주문번호 주문id 주문코드 영수증번호 거래번호 전표번호 판매번호 후원번호`,
    `order ordername invoice transaction receipt checkid billno basketid basketkey 영수증 주문`,
    `checkno check paymentid 결제번호 승인번호 접수번호`,
    `상품주문번호 품목별주문번호 묶음배송번호 orderlineid`,
    `id`,
  ],
  date: [
    `orderdate orderedat orderdatetime ordertime ordertimestamp invoicedate transactiondate
     transactiontime transactiondatetime giftdate donationdate purchasedate purchasedat
     purchasetimestamp orderpurchasetimestamp createdat datecreated 주문일시 주문일 주문일자
     주문시간 주문날짜 결제일 거래일시 거래일 거래일자 거래시간 판매일시 판매일 판매일자 매출일시
     매출일 매출일자 구매일시 구매일 구매일자 후원일 후원일자 기부일 기부일자`,
    `paidat paiddate paymentdate datepaid saledate salesdate dateplaced opened sentdate billdate
     receiptdate checkdate 결제일시 결제일자 결제시간 결제완료일 입금일 입금일시 입금확인일`,
    `date datetime timestamp day 날짜 일자 일시 영업일 영업일자`,
    `processedat completedat datecompleted closed lasteditedat 발주확인일`,
  ],
  amount: [
    `revenue netsales netamount linetotal lineamount linerevenue lineitemtotal itemtotal
     lineitemrevenue lineitemamount giftamount donationamount 상품별총주문금액 상품구매금액 실매출액
     실매출 실판매금액 순매출액 순매출 후원금액 후원금 기부금액 기부금 품목실결제가 품목별결제금액`,
    `lineitemsubtotal amount sales salesamount orderamount paidamount amountpaid paymentamount netprice turnover
     transactionamount purchaseamount ordervalue dollarvalue 결제금액 결제액 실결제금액 실결제액
     매출액 매출금액 판매금액 판매액 거래금액 구매금액 상품결제금액 상품별결제금액`,
    `total ordertotal totalamount ordertotalamount grandtotal totalprice totalpaid totalsales
     totalrevenue invoicetotal 총결제금액 총실결제금액 최종결제금액 총주문금액 총상품구매금액
     주문금액 합계 합계금액 총액 총금액 총매출액 총매출 금액 매출`,
    `subtotal ordersubtotal ordersubtotalamount grosssales grossamount grossprice`,
    `value spend spent monetary`,
  ],
  quantity: [
    `quantity qty lineitemquantity itemquantity quantitysold orderquantity units unitssold
     수량 구매수 구매수량 주문수량 판매수량 상품수량`,
    `count items itemcount numberofitems itemssold numberofcds pieces 개수 갯수`,
  ],
  unitPrice: [
    `unitprice lineitemprice itemcost itemprice priceperunit priceeach productprice 단가 판매단가
     상품단가 상품가격`,
    `price sellingprice 판매가 가격 옵션판매가 상품판매가 판매가격`,
  ],
  product: [
    `productid productcode productno productnumber productsku sku itemsku lineitemsku stockcode
     itemid itemcode itemno itemnumber variantsku 상품코드 상품번호 상품id 품목코드 제품코드
     제품번호 메뉴코드 자체상품코드`,
    `옵션id 상품품목코드 옵션관리코드 plu`,
    `product lineitemproductid lineitemvariantid variantid masterid 업체상품코드 노출상품id barcode 바코드`,
  ],
  productName: [
    `productname itemname lineitemname lineitemtitle producttitle itemtitle menuitem 상품명 제품명 품명 품목명
     등록상품명 메뉴명`,
    `item description productdescription itemdescription 노출상품명 주문상품명 상품 제품 메뉴`,
    `product title`,
  ],
  channel: [
    `channel saleschannel orderchannel ordersource sourcename orderpath appeal appealname
     marketplace 유입경로 주문경로 판매채널 판매경로 채널 매출경로 구매경로 주문채널 주문매체`,
    `source platform utmsource trafficsource attribution origin campaign 유입채널 판매처 쇼핑몰`,
    `diningoption diningoptions 결제위치`,
  ],
  status: [
    `orderstatus financialstatus status transactionstatus eventtype transactiontype 주문상태
     주문처리상태 거래구분 판매구분 처리상태`,
    `paymentstatus void voided 결제상태 상태 취소여부 취소구분 주문세부상태 클레임상태 반품여부`,
    `fulfillmentstatus 배송상태`,
  ],
  category: [
    `category productcategory categoryname producttype itemcategory department 카테고리 상품분류
     분류 대분류 상품카테고리 품목분류 메뉴분류`,
    `productgroup itemgroup 중분류 상품군 품목군`,
  ],
  currency: [`currency currencycode ordercurrency paymentcurrency 통화 통화코드 화폐 결제통화`],
  cost: [
    `cost totalcost linecost costofgoods cogs costofgoodssold 원가금액 총원가 매출원가 매입금액`,
  ],
  unitCost: [`unitcost costperitem itemunitcost costprice 원가 매입단가 매입가 입고가`],
  email: [
    `email emailaddress customeremail billingemail buyeremail useremail contactemail 이메일
     구매자이메일 주문자이메일 고객이메일 회원이메일`,
  ],
  phone: [
    `phone phonenumber customerphone billingphone mobile 구매자연락처 구매자전화번호 주문자연락처
     주문자전화번호 주문자휴대전화 주문자휴대폰 고객연락처 고객전화번호 회원전화번호 휴대폰번호
     전화번호 연락처`,
  ],
};

/** Amounts of the whole order, which a file of order lines repeats or gives on the first line. */
const ORDER_TOTALS = new Set(
  words(`total ordertotal totalamount ordertotalamount grandtotal totalprice totalpaid subtotal
   ordersubtotal ordersubtotalamount invoicetotal 총결제금액 총실결제금액 최종결제금액 총주문금액
   총상품구매금액 주문금액`),
);
/** Prices that stand in a file of order lines only. */
const LINE_PRICES = new Set(words('lineitemprice itemcost itemprice'));

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** From a name's key to the roles it may stand for, with the line (from 0) on which it stands. */
const roleLines = new Map<string, (readonly [NamedRole, number])[]>();
for (const [role, lines] of Object.entries(NAMES) as [NamedRole, readonly string[]][]) {
  lines.forEach((line, rank) => {
    for (const key of words(line)) {
      roleLines.set(key, [...(roleLines.get(key) ?? []), [role, rank]]);
    }
  });
}

/** A name without case, spaces and punctuation: `Order #` and `order_no.` → `order`, `orderno`. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The keys of a name: as it is, then without what stands in brackets (`수량(개)`, `금액 (KRW)`). */
function nameKeys(name: string): string[] {
  const short = name.normalize('NFKC').replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' ');
  return [...new Set([nameKey(name), nameKey(short)])].filter((key) => key !== '');
}

/** The roles a name may stand for, with how sure each is: 100 for the surest. Empty: unknown. */
export function rolesOfName(name: string): readonly (readonly [NamedRole, number])[] {
  // No column has so long a name, and its pieces would only cost time.
  if (name.length > 100) return [];
  for (const key of nameKeys(name)) {
    const found = roleLines.get(key);
    if (found !== undefined) return found.map(([role, rank]) => [role, 100 - 10 * rank] as const);
  }
  return [];
}

/** Whether order files have a column of this name. */
export function isKnownName(name: string): boolean {
  return rolesOfName(name).length > 0;
}

/** Whether a name is that of an amount of the whole order. */
export function isOrderTotal(name: string): boolean {
  return nameKeys(name).some((key) => ORDER_TOTALS.has(key));
}

/** Whether a name is that of a price of an order's line. */
export function isLinePrice(name: string): boolean {
  return nameKeys(name).some((key) => LINE_PRICES.has(key));
}
