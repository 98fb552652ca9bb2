/** What xz packed. Built into one file with its decoder, so that a page without a bundler can load it. */

import { XzReadableStream } from "xz-decompress";

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that are unpacked at a stretch: some thirty milliseconds. */
const STRETCH = 1 << 20;

/** The bytes as they were before they were packed. The thread has time for other things meanwhile. */
export function unpacked(packed: ReadableStream<Bytes>): ReadableStream<Bytes> {
  let done = 0;
  const pauses = new TransformStream<Bytes, Bytes>({
    async transform(piece, out) {
      out.enqueue(piece);
      done += piece.length;
      if (done < STRETCH) return;
      done = 0;
      await new Promise((go) => setTimeout(go));
    },
  });
  return (new XzReadableStream(packed) as ReadableStream<Bytes>).pipeThrough(pauses);
}
