/** Thrown when bytes end before what they announce. */
export class EndOfBytes extends Error {
  override name = 'EndOfBytes';
}

/** Reads little-endian numbers and runs of bytes one after the other; never copies, throws `EndOfBytes`. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  #next(length: number): number {
    if (length > this.left) throw new EndOfBytes();
    const at = this.#at;
    this.#at += length;
    return at;
  }

  uint8(): number {
    return this.#view.getUint8(this.#next(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#next(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#next(4), true);
  }

  take(length: number): Uint8Array {
    const at = this.#next(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** A run and the bytes that fill it up to a multiple of four. */
  takePadded(length: number): Uint8Array {
    const taken = this.take(length);
    this.take(Math.min((4 - (length % 4)) % 4, this.left));
    return taken;
  }
}
