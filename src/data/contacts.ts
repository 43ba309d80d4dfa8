import { join, sql, type Sql } from '../core/sql.ts';
import { flagOf } from './cleaning.ts';
import type { StagedShape } from './staged-shape.ts';

/**
 * Several ids of one customer, found by e-mail and phone number. Ids that share a contact are one
 * customer, and so are ids that are linked by others in between. Rows without an id become the
 * customer of their contact. Only hashes of the contacts are kept, and only while this runs.
 *
 * A contact of very many ids (`none@example.com`, the shop's own number) names nobody.
 */
const MOST_IDS = 20;

function contactColumns(shape: StagedShape): Sql[] {
  return [...(shape.email ? [sql`email`] : []), ...(shape.phone ? [sql`phone`] : [])];
}

/**
 * `CREATE TABLE contacts`: id (INTEGER, the n-th customer or guest in the order of their first
 * rows, guests last), customer_id (NULL for guests), contact; and `links`: id, root = id.
 */
export function contactTablesSql(shape: StagedShape): readonly Sql[] {
  const columns = contactColumns(shape);
  const hashes = columns.map((contact, i) => sql`hash(${contact}, ${i})`);
  // A guest's e-mail and phone number belong together, as they stand in one row.
  const guest = join(
    columns.map((contact, i) => sql`WHEN ${contact} IS NOT NULL THEN ${hashes[i] ?? sql`NULL`}`),
    '\n',
  );
  const each = columns.map(
    (
      contact,
      i,
    ) => sql`SELECT customer_id, coalesce(customer_id, 'guest ' || CASE ${guest} END) AS name,
    ${hashes[i] ?? sql`NULL`} AS contact, min(rowid) AS first_row
  FROM staged WHERE ${contact} IS NOT NULL GROUP BY ALL`,
  );
  return [
    sql`CREATE OR REPLACE TEMPORARY TABLE contacts AS
WITH
-- each customer with each of its contacts; of a guest only the contacts are known
known AS (
  ${join(each, '\nUNION ALL\n')}
),
-- contacts of too many ids name nobody
named AS (
  SELECT * FROM known
  WHERE contact IN (SELECT contact FROM known GROUP BY contact HAVING count(DISTINCT customer_id) <= ${MOST_IDS})
),
-- the ids in the order of their first rows
ids AS (
  SELECT name, row_number() OVER (ORDER BY any_value(customer_id) IS NULL, min(first_row))::INTEGER AS id
  FROM named GROUP BY name
)
SELECT id, customer_id, contact FROM named JOIN ids USING (name)`,
    sql`CREATE OR REPLACE TEMPORARY TABLE links AS SELECT DISTINCT id, id AS root FROM contacts`,
  ];
}

/** One row: ids that share a contact with another id, and rows without an id that have a contact. */
export function contactCountsSql(shape: StagedShape): Sql {
  const any = join(
    contactColumns(shape).map((contact) => sql`${contact} IS NOT NULL`),
    ' OR ',
  );
  return sql`SELECT (
  SELECT count(DISTINCT customer_id)::DOUBLE FROM contacts WHERE customer_id IS NOT NULL AND contact IN (
    SELECT contact FROM contacts WHERE customer_id IS NOT NULL GROUP BY contact HAVING count(DISTINCT id) > 1
  )
) AS shared_ids, (
  SELECT count(*)::DOUBLE FROM staged WHERE customer_id IS NULL AND (${any})
) AS guest_rows`;
}

/** Gives every id the lowest root among those that it shares a contact with. */
export function spreadRootsSql(): Sql {
  return sql`CREATE OR REPLACE TEMPORARY TABLE links AS
WITH
-- the lowest root of each contact
lowest AS (
  SELECT contact, min(root) AS root FROM contacts JOIN links USING (id) GROUP BY contact
)
SELECT id, min(lowest.root) AS root FROM contacts JOIN lowest USING (contact) GROUP BY id`;
}

/** One row: a number that changes until no root does. */
export function rootSumSql(): Sql {
  return sql`SELECT sum(root)::DOUBLE AS roots FROM links`;
}

/** Puts the customers of the roots in place of the ids; guests are no longer without a customer. */
export function mergeCustomersSql(shape: StagedShape): readonly Sql[] {
  const hashes = contactColumns(shape).map((contact, i) => sql`hash(${contact}, ${i})`);
  return [
    sql`CREATE OR REPLACE TEMPORARY TABLE merged AS
WITH
-- the customer of each root; a guest by its number
roots AS (
  SELECT id, coalesce(any_value(customer_id), 'guest ' || id) AS customer_id FROM contacts GROUP BY id
)
SELECT contacts.customer_id AS former, contacts.contact, roots.customer_id
FROM contacts JOIN links USING (id) JOIN roots ON roots.id = links.root`,
    sql`UPDATE staged SET customer_id = same.customer_id
FROM (SELECT former, any_value(customer_id) AS customer_id FROM merged WHERE former IS NOT NULL GROUP BY former) AS same
WHERE staged.customer_id = same.former AND staged.customer_id <> same.customer_id`,
    ...hashes.map(
      (
        hash,
      ) => sql`UPDATE staged SET customer_id = same.customer_id, flags = flags & ~${flagOf('noCustomer')}::USMALLINT
FROM (SELECT contact, any_value(customer_id) AS customer_id FROM merged GROUP BY contact) AS same
WHERE staged.customer_id IS NULL AND ${hash} = same.contact`,
    ),
    sql`DROP TABLE merged`,
  ];
}
