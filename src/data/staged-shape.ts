/** Which optional columns a staged table has. */
export interface StagedShape {
  readonly order: boolean;
  readonly quantity: boolean;
  readonly product: boolean;
  readonly category: boolean;
  readonly channel: boolean;
  readonly cost: boolean;
  readonly currency: boolean;
  readonly email: boolean;
  readonly phone: boolean;
  /** Whether a row knows if its own status is blank. */
  readonly status: boolean;
  /** The names of the file's columns behind attribute_1, attribute_2 … */
  readonly attributes: readonly string[];
  /** The names of the file's columns behind customer_attribute_1 … */
  readonly customerAttributes: readonly string[];
  /** How many files were joined. */
  readonly files: number;
}

/** A shape with nothing optional, of one file. */
export const PLAIN_SHAPE: StagedShape = {
  order: false,
  quantity: false,
  product: false,
  category: false,
  channel: false,
  cost: false,
  currency: false,
  email: false,
  phone: false,
  status: false,
  attributes: [],
  customerAttributes: [],
  files: 1,
};
