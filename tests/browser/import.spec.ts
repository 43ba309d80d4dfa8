import { gzipSync } from 'node:zlib';
import { encodeText } from '../helpers/encode.ts';
import { expect, test } from './helpers/app.ts';
import { TemporaryFolder } from './helpers/files.ts';
import { accounted, answered, importFile, tabTo } from './helpers/screens.ts';
import { word } from './helpers/words.ts';

/**
 * A whole messy import by keyboard alone, in Korean, as a shop's clerk has it: monthly exports in
 * CP949 with a title above and a sum below, that share their last day, in two currencies, with
 * dates that could be both ways round, cancelled orders and rows without a customer. Then the
 * next month, by the recipe of the first.
 */

const HEADER = '주문번호,주문일자,구매자ID,상품명,수량,결제금액,주문상태';
const JANUARY = `2024년 1월 매출 내역,,,,,,

${HEADER}
A-001,03/01/2024,kim01,원두 200g,1,"12,000원",배송완료
A-002,04/01/2024,lee02,원두 500g,2,"50,000원",배송완료
A-003,05/01/2024,kim01,드리퍼,1,"18,000원",취소
A-004,06/01/2024,park3,원두 200g,1,US$10.00,배송완료
A-005,07/01/2024,,원두 200g,1,"12,000원",배송완료
A-006,12/01/2024,lee02,필터,3,"9,000원",배송완료
합계,,,,9,"101,000원",
`;
const FEBRUARY = `2024년 2월 매출 내역,,,,,,

${HEADER}
A-006,12/01/2024,lee02,필터,3,"9,000원",배송완료
A-007,02/02/2024,kim01,원두 500g,1,"25,000원",배송완료
A-008,03/02/2024,park3,US 머그,1,US$20.00,배송완료
합계,,,,5,"34,000원",
`;
const MARCH = `2024년 3월 매출 내역,,,,,,

${HEADER}
A-009,02/03/2024,kim01,원두 500g,1,"25,000원",배송완료
A-010,03/03/2024,lee02,필터,1,"3,000원",교환
A-011,04/03/2024,choi4,필터,1,"3,000원",배송완료
`;

const folder = new TemporaryFolder();
test.afterAll(() => {
  folder.remove();
});

function cp949(name: string, text: string): string {
  return folder.write(name, encodeText(text, 'euc-kr'));
}

test.describe('in a Korean browser', () => {
  test.use({ locale: 'ko-KR' });

  test('a messy import goes by keyboard alone, and the next month by its recipe', async ({
    app: page,
  }) => {
    const ko = (key: string, values = {}) => word('ko', key, values);
    // Heard all along, a dialog is caught from the first key press on.
    page.on('filechooser', () => undefined);
    const choose = async (files: readonly string[]): Promise<void> => {
      await tabTo(page.locator('.drop button'));
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('Enter');
      await (await chooser).setFiles(files);
      await expect(page).toHaveURL(/#\/data$/);
    };
    const analyse = async (): Promise<void> => {
      await tabTo(page.getByTestId('analyse').getByRole('button'), 'Shift+Tab', 200);
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(/#\/overview$/, { timeout: 60_000 });
      await answered(page);
    };
    const toStart = async (): Promise<void> => {
      await tabTo(page.locator('a.wordmark'), 'Shift+Tab', 120);
      await page.keyboard.press('Enter');
      await expect(page.locator('.drop button')).toBeVisible();
    };

    await choose([cp949('1월 매출.csv', JANUARY), cp949('2월 매출.csv', FEBRUARY)]);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(ko('import_title'));

    // 03/01 could be March 1: nothing is analysed before the question is answered.
    const question = page.getByRole('group', { name: ko('sources_order_legend') });
    await expect(question).toBeVisible();
    await expect(page.getByTestId('analyse').getByRole('button')).toBeDisabled();
    await tabTo(question.getByRole('button').first());
    await page.keyboard.press('Enter');
    await accounted(page);
    await expect(page.getByTestId('fact-rows')).toHaveText('11');

    // The two sums are no orders; what stands in both files counts once; dollars wait for a rate.
    await expect(page.getByTestId('reason-totalsLine-left-out')).toHaveText('2');
    await expect(page.getByTestId('reason-overlap-left-out')).toHaveText('1');
    await expect(page.getByTestId('reason-otherCurrency-left-out')).toHaveText('2');
    await expect(page.getByTestId('reason-cancelled-left-out')).toHaveText('1');
    await expect(page.getByTestId('reason-noCustomer-left-out')).toHaveText('1');
    await expect(page.getByTestId('ledger-kept')).toHaveText('4');

    await tabTo(
      page.getByLabel(ko('sources_currency_rate_of', { target: 'KRW', currency: 'USD' })),
      'Tab',
      200,
    );
    await page.keyboard.type('1300');
    await page.keyboard.press('Tab');
    await expect(page.getByTestId('ledger-kept')).toHaveText('6', { timeout: 60_000 });
    await accounted(page);
    // 12,000 + 50,000 + 9,000 + 25,000 won and 30 dollars.
    await expect(page.getByTestId('ledger-money-kept')).toHaveText('135,000');
    await analyse();

    // The next month: as before, and what is new is said.
    await toStart();
    await choose([cp949('3월 매출.csv', MARCH)]);
    await accounted(page);
    const bar = page.getByTestId('recipe-bar');
    await expect(bar).toBeVisible();
    await expect(bar.locator('[data-difference]')).toContainText(['교환']);
    await expect(page.getByTestId('ledger-kept')).toHaveText('3');
    await expect(question).toBeHidden();
    await analyse();

    // Once that has been looked at, the same file goes straight through.
    await toStart();
    await choose([cp949('3월 매출.csv', MARCH)]);
    await expect(bar).toContainText(ko('recipe_to_analysis'), { timeout: 60_000 });
    await expect(bar.locator('[data-difference]')).toHaveCount(0);
  });
});

test('a gzip file of several members is read whole, as browsers do not by themselves', async ({
  app: page,
}) => {
  const head = 'order_id,customer_id,order_date,amount\n';
  const rows = (from: number): string =>
    Array.from({ length: 50 }, (_, i) => `${from + i},c${i % 9},2024-01-1${i % 9},10\n`).join('');
  const bytes = Buffer.concat([gzipSync(head + rows(0)), gzipSync(''), gzipSync(rows(50))]);
  await importFile(page, folder.write('orders.csv.gz', bytes));
  await expect(page.getByTestId('fact-rows')).toHaveText('100');
  await expect(page.getByTestId('ledger-money-kept')).toHaveText('1,000');
});
