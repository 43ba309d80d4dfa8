import { binaryKind, type BinaryKind } from './binary.ts';
import { detectEncoding } from './detect-encoding.ts';

/** What reads a file. `binary` is what nothing reads: see `binaryKind` for its name. */
export type FileKind =
  | 'text'
  | 'json'
  | 'gzip'
  | 'zip'
  | 'workbook'
  | 'parquet'
  | 'arrow-file'
  | 'arrow-stream'
  | 'sqlite'
  | 'binary';

const READERS: Readonly<Partial<Record<BinaryKind, FileKind>>> = {
  ZIP: 'zip',
  gzip: 'gzip',
  'Excel (.xlsx)': 'workbook',
  'Excel (.xls)': 'workbook',
  Parquet: 'parquet',
  SQLite: 'sqlite',
};

/** Archives of OpenDocument say first, not compressed, what they hold. */
const OPEN_DOCUMENT = 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet';
const JSON_NAME = /\.(?:json|ndjson|jsonl|geojson)$/i;
const WORKBOOK_NAME = /\.(?:xlsx|xlsm|xlsb|ods)$/i;

/**
 * What reads a file, by its first bytes (some KB are enough) before its name: a `.csv` that is a
 * workbook is read as one. JSON is text that begins with `{` or `[`, where the name says so or
 * what follows is JSON.
 *
 * @param name the file's, or that of a file within an archive
 */
export function fileKind(head: Uint8Array, name: string): FileKind {
  const binary = binaryKind(head);
  if (binary === null) return isJson(head, name) ? 'json' : 'text';
  if (binary === 'Arrow') return head[0] === 0xff ? 'arrow-stream' : 'arrow-file';
  if (binary === 'ZIP' && (isOpenDocument(head) || WORKBOOK_NAME.test(name))) return 'workbook';
  return READERS[binary] ?? 'binary';
}

function isOpenDocument(head: Uint8Array): boolean {
  return latin(head.subarray(0, 200)).includes(OPEN_DOCUMENT);
}

function isJson(head: Uint8Array, name: string): boolean {
  const { encoding } = detectEncoding(head.subarray(0, 4096), false);
  const text = new TextDecoder(encoding).decode(head.subarray(0, 4096)).trimStart();
  if (!/^[[{]/.test(text)) return false;
  // `[id],[date]` is a header, and `{a;b}` may be one.
  return JSON_NAME.test(name) || /^(?:\[\s*)?(?:[[{]\s*(?:"|\d|[}\]{[]|$)|null\b)/.test(text);
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
