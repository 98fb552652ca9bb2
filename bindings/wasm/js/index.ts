/** Everything but the loading, which differs between engines. */

export * from "./calls.js";
export { FoundryError, type ErrorShape, type Position } from "./error.js";
export { BlobStore, type FileData, type FileInput, type NamedFile, type ReadAt, type Store } from "./files.js";
export { PreviewSession } from "./session.js";
export { start as initSync } from "./start.js";
export type * from "./shapes.js";
