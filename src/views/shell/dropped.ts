/** What a user has dropped on the page, or chosen with the file button. */
export type Dropped =
  /** `others`: how many more files came with it; only the first is opened. */
  | { readonly kind: 'file'; readonly file: File; readonly others: number }
  | { readonly kind: 'folder'; readonly name: string }
  /** Text, a link, a picture of another page. */
  | { readonly kind: 'nothing' };

/** Whether something dragged over the page holds files. */
export function holdsFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}

/** What a drop holds. To be called within the event: the browser empties `transfer` after it. */
export function droppedOf(transfer: DataTransfer | null): Dropped {
  const folders = new Set<string>();
  for (const item of transfer?.items ?? []) {
    const entry = item.webkitGetAsEntry();
    if (entry?.isDirectory === true) folders.add(entry.name);
  }
  const files = [...(transfer?.files ?? [])].filter((file) => !folders.has(file.name));
  const [folder] = folders;
  if (files.length === 0 && folder !== undefined) return { kind: 'folder', name: folder };
  return chosenOf(files);
}

/** What a list of files means to a page that opens one at a time. */
export function chosenOf(files: readonly File[]): Dropped {
  const [file] = files;
  return file === undefined
    ? { kind: 'nothing' }
    : { kind: 'file', file, others: files.length - 1 };
}
