/** Far above what any call of ours holds; files have their own limit. */
const LARGEST_BODY_BYTES = 10 * 1024 * 1024

/** The request, its body no larger than a gateway lets through, or the answer that refuses it. Bodies of unknown length are read here. */
export async function withinSize(request: Request): Promise<Request | Response> {
  const length = request.headers.get('content-length')
  if (length !== null) return Number(length) <= LARGEST_BODY_BYTES ? request : tooLarge()
  if (!request.headers.has('transfer-encoding') || !request.body) return request
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  for await (const part of request.body) {
    bytes += part.length
    if (bytes > LARGEST_BODY_BYTES) return tooLarge()
    parts.push(part)
  }
  const { url, method, headers } = request
  return new Request(url, { method, headers, body: new Blob(parts) })
}

/** In the words of hosted's gateway. */
function tooLarge(): Response {
  return Response.json(
    { message: 'Request size limit exceeded' },
    { status: 413, headers: { 'access-control-allow-origin': '*', connection: 'close' } },
  )
}
