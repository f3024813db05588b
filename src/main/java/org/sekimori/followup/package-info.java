/**
 * Tells the customer and the desk about cases, grants and refusals: by mail to a safe address and by webhooks. Entered by whoever
 * puts the service together, and by the page that a customer's link leads to.
 */
@NullMarked
package org.sekimori.followup;

import org.jspecify.annotations.NullMarked;
