/** The version of the product and of its OpenAPI document: that of package.json, which `npm run check` compares. */
export const VERSION = '0.1.0';
