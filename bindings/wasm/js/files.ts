/** Files in: whatever holds bytes, read piece by piece. */

/** Bytes that are at hand, or that can be read at any place without waiting. */
export type FileData = string | Uint8Array | ArrayBuffer | Blob | ReadAt;

/** A file that is read in place: of a disk, a Blob, a database. */
export interface ReadAt {
  /** Bytes of the whole file. */
  size: number;
  /** These bytes; fewer only at the end. */
  readAt(offset: number, length: number): Uint8Array;
}

/** A file by its name, which hints at the format. */
export interface NamedFile {
  name: string;
  data: FileData;
}

/** A file of the page (`File`), or named bytes. */
export type FileInput = NamedFile | File;

/** What the compiled half reads from. */
export class Source {
  readonly #data: ReadAt;
  #at = 0;

  constructor(
    readonly name: string,
    data: FileData,
  ) {
    this.#data = placed(data);
  }

  static of(file: FileInput): Source {
    return "data" in file ? new Source(file.name, file.data) : new Source(file.name, file);
  }

  get size(): number {
    return this.#data.size;
  }

  rewind(): void {
    this.#at = 0;
  }

  read(most: number): Uint8Array {
    const piece = this.#data.readAt(this.#at, Math.min(most, this.size - this.#at));
    this.#at += piece.length;
    return piece;
  }
}

function placed(data: FileData): ReadAt {
  if (typeof data === "string") return placed(new TextEncoder().encode(data));
  if (data instanceof ArrayBuffer) return placed(new Uint8Array(data));
  if (data instanceof Uint8Array) {
    return { size: data.length, readAt: (offset, length) => data.subarray(offset, offset + length) };
  }
  if ("readAt" in data) return data;
  return {
    size: data.size,
    readAt: (offset, length) => blobBytes(data.slice(offset, offset + length)),
  };
}

interface SyncReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}
declare const FileReaderSync: (new () => SyncReader) | undefined;

function blobBytes(blob: Blob): Uint8Array {
  if (typeof FileReaderSync === "undefined") {
    throw new TypeError("a Blob can be read without waiting in a Web Worker only; elsewhere give its bytes");
  }
  return new Uint8Array(new FileReaderSync().readAsArrayBuffer(blob));
}

/** A place for what does not fit in memory. */
export interface Store {
  append(bytes: Uint8Array): void;
  readAt(offset: number, length: number): Uint8Array;
}

/** A store made of Blobs, which browsers keep outside of the page's memory, on disk where they grow. For Workers. */
export class BlobStore implements Store {
  readonly #blocks: { start: number; blob: Blob }[] = [];
  #end = 0;

  append(bytes: Uint8Array): void {
    this.#blocks.push({ start: this.#end, blob: new Blob([bytes as BlobPart]) });
    this.#end += bytes.length;
  }

  readAt(offset: number, length: number): Uint8Array {
    let [low, high] = [0, this.#blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#blocks[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    const parts: Blob[] = [];
    let at = offset;
    for (let place = low; at < offset + length && place < this.#blocks.length; place++) {
      const { start, blob } = this.#blocks[place]!;
      const part = blob.slice(at - start, offset + length - start);
      parts.push(part);
      at += part.size;
    }
    return blobBytes(new Blob(parts));
  }
}
