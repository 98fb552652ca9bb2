/** Where in the input something is; every part is optional. Rows count from 1 and include the header. */
export interface Position {
  file?: string;
  row?: number;
  column?: string;
  byte?: number;
  path?: string;
}

/** What an error is made of; how it crosses from a Worker. */
export interface ErrorShape extends Position {
  code: string;
  text: string;
  message: string;
  hint?: string;
}

/** What every call throws: a stable code, where it happened, and what to do. Never holds a value of the data. */
export class FoundryError extends Error implements Position {
  /** The stable code, equal in every language: `invalid_config`, `unknown_column` … */
  readonly code: string;
  /** What happened, without the place. */
  readonly reason: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly file?: string;
  readonly row?: number;
  readonly column?: string;
  readonly byte?: number;
  /** The path of a setting or field, such as `piiSettings.minScore`. */
  readonly path?: string;

  constructor(shape: string | ErrorShape) {
    const { text, message, ...rest } = (typeof shape === "string" ? JSON.parse(shape) : shape) as ErrorShape;
    super(text);
    this.name = "FoundryError";
    this.reason = message;
    this.code = rest.code;
    for (const key of ["hint", "file", "row", "column", "byte", "path"] as const) {
      if (rest[key] != null) Object.assign(this, { [key]: rest[key] });
    }
  }

  /** Everything there is, as a Worker posts it. */
  toShape(): ErrorShape {
    const { code, hint, file, row, column, byte, path } = this;
    return { code, text: this.message, message: this.reason, hint, file, row, column, byte, path };
  }
}
