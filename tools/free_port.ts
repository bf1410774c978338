/** A port of this computer that nobody listens to; two that ask at once could get the same. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
