import { join, list, sql, type Sql } from '../core/sql.ts';

/** Words in a status that mean that the order did not stand. */
const CANCEL_WORDS = ['cancel', 'refund', 'return', 'void', '취소', '반품', '환불'];

/** … unless only a part of the order was taken back, or the taking back did not come about. */
const EXCEPTIONS = [
  'partial',
  '부분|일부',
  // 취소철회, 반품 요청 거부, 환불불가, 취소없음
  '(취소|반품|환불) ?(요청|신청|접수)? ?(철회|거부|거절|반려|불가|없음|안 ?함|아님)',
  '미 ?(취소|반품|환불)',
  // no return, not yet cancelled, non-refundable
  '\\b(no|not|non|never)[ _-]*(yet|be|been)?[ _-]*(cancel|refund|return|void)',
  '\\b(cancel|refund|return|void)[a-z]*[ _-]*(request)?[ _-]*(declined|rejected|denied|refused|withdrawn)',
].join('|');

/** Names of columns that say of each order only whether it was cancelled. */
const CANCEL_NAME =
  /^(?:is[ _-]?)?(?:cancel(?:l?ed|lation)?|void(?:ed)?|refund(?:ed)?|return(?:ed)?)(?:[ _-]?(?:flag|yn|y\/n))?$|^(?:주문)? ?(?:취소|반품|환불) ?(?:여부|유무)?$/;

/** What such a column says of an order that did not stand. */
const YES = ['y', 'yes', 'true', 't', '1', 'o', '예', '네'];

/**
 * Whether a status means that the order did not stand: TRUE or FALSE, FALSE where it is NULL.
 *
 * @param status the status, trimmed and in lower case
 * @param name the name of its column: under `Voided` or 취소여부 a plain `Y` says so too
 */
export function isCancelStatus(status: Sql, name: string): Sql {
  const any = join(
    CANCEL_WORDS.map((word) => sql`contains(${status}, ${word})`),
    ' OR ',
  );
  const yes = CANCEL_NAME.test(name.trim().toLowerCase())
    ? sql`
    WHEN ${status} IN ${list(YES)} THEN TRUE`
    : sql``;
  // The pattern is tried only on the few rows whose status has such a word at all.
  return sql`CASE${yes}
    WHEN ${any} THEN NOT regexp_matches(${status}, ${EXCEPTIONS})
    ELSE FALSE END`;
}

const EXCEPTION_HERE = new RegExp(EXCEPTIONS);

/** The same of one status: trimmed, in lower case, null where it is blank. */
export function meansCancelled(status: string | null, name: string): boolean {
  if (status === null) return false;
  if (CANCEL_NAME.test(name.trim().toLowerCase()) && YES.includes(status)) return true;
  return CANCEL_WORDS.some((word) => status.includes(word)) && !EXCEPTION_HERE.test(status);
}
