/** The first bytes of an OLE compound file: .xls, and .xlsx with a password. */
const MAGIC = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const HEADER = 512;
/** Of the directory so much is looked at: 64 entries of 128 bytes. */
const DIRECTORY = 8192;

/**
 * What an OLE compound file holds, by the names in its directory; null where the file is none.
 * The directory's sectors nearly always follow each other, so the chain is not followed.
 */
export async function oleKind(file: Blob): Promise<'encrypted' | 'workbook' | 'other' | null> {
  const header = new Uint8Array(await file.slice(0, HEADER).arrayBuffer());
  if (header.length < HEADER || !MAGIC.every((byte, i) => header[i] === byte)) return null;
  const view = new DataView(header.buffer);
  const sector = 2 ** view.getUint16(30, true);
  const start = (view.getUint32(48, true) + 1) * sector;
  const directory = await file.slice(start, start + DIRECTORY).arrayBuffer();
  const names = new TextDecoder('utf-16le').decode(directory);
  if (names.includes('EncryptedPackage') || names.includes('EncryptionInfo')) return 'encrypted';
  return /Workbook\0|Book\0/.test(names) ? 'workbook' : 'other';
}
