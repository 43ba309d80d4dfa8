/** What a user has dropped on the page, chosen with the file button, or pasted. */
export type Dropped =
  /** `folder`: the name of the folder that holds them, where there was one. */
  | { readonly kind: 'files'; readonly files: readonly File[] }
  | { readonly kind: 'emptyFolder'; readonly name: string }
  /** Text without a table, a link, a picture of another page. */
  | { readonly kind: 'nothing' };

/** Deeper folders, and more files, are no export but somebody's whole disk. */
const DEEPEST = 4;
const MOST_FILES = 1000;

/** Whether something dragged over the page holds files. */
export function holdsFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}

/**
 * What a drop holds, the files of dropped folders included, in the order of their names. To be
 * called within the event: the browser empties `transfer` after it.
 */
export async function droppedOf(transfer: DataTransfer | null): Promise<Dropped> {
  const entries = [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const folders = entries.filter(isDirectory);
  if (folders.length === 0) return chosenOf([...(transfer?.files ?? [])]);
  const names = new Set(folders.map(({ name }) => name));
  const files = [...(transfer?.files ?? [])].filter((file) => !names.has(file.name));
  for (const folder of folders) files.push(...(await filesIn(folder, DEEPEST)));
  const [folder] = folders;
  if (files.length === 0 && folder !== undefined) return { kind: 'emptyFolder', name: folder.name };
  return chosenOf(files.slice(0, MOST_FILES));
}

/** What a list of files means. */
export function chosenOf(files: readonly File[]): Dropped {
  if (files.length === 0) return { kind: 'nothing' };
  const inOrder = files.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  return { kind: 'files', files: inOrder };
}

/** A pasted table as a file; nothing where the text has no columns. */
export function pastedOf(transfer: DataTransfer | null): Dropped {
  const files = [...(transfer?.files ?? [])];
  if (files.length > 0) return chosenOf(files);
  const text = transfer?.getData('text/plain') ?? '';
  // Spreadsheets copy cells with tabs between them.
  if (!/[\t,;|].*\r?\n/.test(text.trim() + '\n') || !/\n/.test(text.trim())) {
    return { kind: 'nothing' };
  }
  const name = text.includes('\t') ? 'clipboard.tsv' : 'clipboard.csv';
  return { kind: 'files', files: [new File([text], name, { type: 'text/plain' })] };
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** The files of a folder and of those within; hidden ones are passed over. */
async function filesIn(folder: FileSystemDirectoryEntry, depth: number): Promise<File[]> {
  const reader = folder.createReader();
  const files: File[] = [];
  for (;;) {
    // A reader gives its entries in portions, and none when it is through.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (entries.length === 0 || files.length > MOST_FILES) return files;
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      if (isDirectory(entry)) {
        if (depth > 0) files.push(...(await filesIn(entry, depth - 1)));
      } else {
        files.push(
          await new Promise<File>((resolve, reject) => {
            (entry as FileSystemFileEntry).file(resolve, reject);
          }),
        );
      }
    }
  }
}
