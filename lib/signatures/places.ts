/** Where the secrets of an integration are sealed to: see `seal`. */
export const signatureSecretPlace = (integrationId: string) => `integrations:${integrationId}:signature_secret`;
export const previousSecretPlace = (integrationId: string) => `integrations:${integrationId}:previous_signature_secret`;

export const keyPlace = (keyHash: string) => `integration_keys:${keyHash}:sealed_key`;
