/** Loading the compiled module from an address, packed or as it is. */

/**
 * The module beside the package, packed by xz: four fifths of what gzip, which most servers do, leaves of it, since much of
 * a program repeats what stands further back than gzip looks. `foundry.wasm` lies beside it for servers that do better.
 */
export const PACKED = new URL("./foundry.wasm.xz", import.meta.url);

/** Fetches a module, unpacks it where its name ends in `.xz`, and compiles it while it comes. */
export async function compiled(given: URL | string | Response): Promise<WebAssembly.Module> {
  const response = given instanceof Response ? given : await fetch(given);
  if (!response.ok || !response.body) throw new Error(`the module cannot be loaded: HTTP ${response.status}`);
  if (new URL(response.url || PACKED, PACKED).pathname.endsWith(".xz")) {
    const { unpacked } = await import("./unpack.js");
    const headers = { "content-type": "application/wasm" };
    return WebAssembly.compileStreaming(new Response(unpacked(response.body), { headers }));
  }
  return response.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
