/** Delivery channels of notices: SMTP and webhooks. */
@NullMarked
package org.sekimori.followup.channels;

import org.jspecify.annotations.NullMarked;
