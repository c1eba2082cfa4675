import { xml, type Part } from "./call";

const EMPTY_LIST =
  '<ListServiceSpecificCredentialsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">' +
  "<ListServiceSpecificCredentialsResult><ServiceSpecificCredentials/><IsTruncated>false</IsTruncated>" +
  "</ListServiceSpecificCredentialsResult></ListServiceSpecificCredentialsResponse>";

/** The provider asks for these before it deletes a user with forceDestroy; moto does not know the action (500). */
export const serviceSpecificCredentials: Part = (call) =>
  Promise.resolve(call.action === "ListServiceSpecificCredentials" ? xml(200, EMPTY_LIST) : undefined);
