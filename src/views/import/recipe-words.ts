import { parseDay } from '../../core/calendar.ts';
import { exportName, save } from '../../charts/export.ts';
import { formatCount, formatDay, formatPercent } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { RecipeDifference } from '../../import/recipe-differences.ts';
import { recipeText } from '../../import/recipe-parse.ts';
import type { Recipe, Trouble } from '../../import/recipe.ts';
import { reasonName } from './words.ts';

/** So many names stand in a sentence; the rest is counted. */
const SHOWN = 8;
const NAME_CHARACTERS = 60;

/** The name and the day of a recipe, as the messages take them. */
export function recipeInputs({ name, made }: Recipe): { name: string; day: string } {
  return { name, day: formatDay(parseDay(made)) };
}

/** What is otherwise this time, in a sentence. */
export function differenceSentence(difference: RecipeDifference): string {
  switch (difference.code) {
    case 'new_columns':
    case 'missing_columns': {
      const { columns } = difference;
      return m[`recipe_${difference.code}`]({
        count: columns.length,
        shown: formatCount(columns.length),
        columns: listed(columns.map(short)),
      });
    }
    case 'unnamed_columns':
      return m.recipe_unnamed_columns({ count: formatCount(difference.columns) });
    case 'unused_tables':
      return m.recipe_unused_tables({ names: listed(difference.names.map(short)) });
    case 'date_format':
    case 'number_format': {
      const { column, from, to, reads, of } = difference;
      const counts = { reads: formatCount(reads), of: formatCount(of) };
      return m.recipe_format({ column: short(column), from, to, ...counts });
    }
    case 'new_statuses':
    case 'new_currencies':
      return m[`recipe_${difference.code}`]({
        values: listed(
          difference.values.map(({ value, rows }) =>
            m.recipe_value({ value: short(value), count: rows, shown: formatCount(rows) }),
          ),
        ),
      });
    case 'more_of':
      return m.recipe_more_of({
        reason: troubleName(difference.trouble),
        count: difference.rows,
        shown: formatCount(difference.rows),
        share: formatPercent(difference.share * 100),
        usual: formatPercent(difference.usual * 100),
      });
  }
}

/** Hands a recipe to the browser to save. */
export function saveRecipe(recipe: Recipe): void {
  const blob = new Blob([recipeText(recipe)], { type: 'application/json' });
  save(blob, exportName([recipe.name], 'dangol.json'));
}

function troubleName(trouble: Trouble): string {
  return trouble === 'broken' ? m.import_ledger_broken() : reasonName(trouble);
}

function listed(values: readonly string[]): string {
  const list = values.slice(0, SHOWN).join(', ');
  const more = values.length - SHOWN;
  return more > 0 ? m.recipe_and_more({ list, count: more, shown: formatCount(more) }) : list;
}

function short(text: string): string {
  return text.length > NAME_CHARACTERS ? `${text.slice(0, NAME_CHARACTERS)}…` : text;
}
