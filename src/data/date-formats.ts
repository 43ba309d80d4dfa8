/** Names the way dates are written; see DATE_FORMATS. */
export type DateFormatId = string;
