import { Refusal, xml, type Answer, type Call } from "./call";

/** An error in the form of the service that was asked. */
export function refused(call: Call, error: unknown): Answer {
  const { status, code, message } =
    error instanceof Refusal ? error : { status: 500, code: "InternalError", message: String(error) };
  if (call.headers["x-amz-target"] !== undefined) return jsonError(status, code, message);
  const text = `<Code>${code}</Code><Message>${message.replace(/[<&]/g, "")}</Message>`;
  // S3 writes its errors bare, the query and the REST APIs inside an ErrorResponse.
  if (call.bucket && !isRestApi(call)) return xml(status, `<Error>${text}</Error>`);
  return xml(status, `<ErrorResponse><Error><Type>Sender</Type>${text}</Error></ErrorResponse>`);
}

/** CloudFront's and Route 53's paths begin with a version, which no bucket is named after. */
const isRestApi = ({ path }: Call): boolean => /^\/\d{4}-\d\d-\d\d\//.test(path);

function jsonError(status: number, code: string, message: string): Answer {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code };
  return { status, headers, body: Buffer.from(JSON.stringify({ __type: code, message })) };
}
