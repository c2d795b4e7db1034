const held = globalThis as typeof globalThis & { tocsinStreams?: Set<() => void> };
// The server stops what routes have opened, and they are different module graphs.
const open: Set<() => void> = (held.tocsinStreams ??= new Set());

/** Remembers how to close a stream that would otherwise stay open for ever. Call what it returns when the stream has ended by itself. */
export function holdStream(close: () => void): () => void {
  open.add(close);
  return () => open.delete(close);
}

/** Ends every stream of this process, which is about to stop. Browsers connect again by themselves. */
export function closeStreams(): void {
  for (const close of open) close();
  open.clear();
}
