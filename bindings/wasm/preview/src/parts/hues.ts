/** Which of a few colours an entity type has on the page. */

const HUES: [RegExp, Hue][] = [
  [/^(PERSON|AGE|TITLE|GENDER|NATIONALITY|NRP|.*_NAME)$/, "person"],
  [/EMAIL|PHONE|URL|USERNAME|SOCIAL|FAX|HANDLE/, "contact"],
  [/CREDIT_CARD|IBAN|BANK|ROUTING|SWIFT|CRYPTO|ACCOUNT|CVV/, "money"],
  [/PASSWORD|API_KEY|SECRET|TOKEN|PIN|CODE$/, "secret"],
  [/ADDRESS|LOCATION|COORDINATES|ZIP|PLZ|POSTCODE|CITY/, "place"],
  [/DATE|TIME|BIRTH/, "date"],
  [/ORGANIZATION|COMPANY/, "group"],
];

export type Hue = "person" | "contact" | "money" | "secret" | "place" | "date" | "group" | "number";

export function hueOf(entityType: string): Hue {
  // An address of the net is no place.
  if (/^(IP|MAC)_ADDRESS$/.test(entityType)) return "number";
  return HUES.find(([types]) => types.test(entityType))?.[1] ?? "number";
}
