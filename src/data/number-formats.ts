/** Names the way numbers are written; see NUMBER_FORMATS. */
export type NumberFormatId = string;
