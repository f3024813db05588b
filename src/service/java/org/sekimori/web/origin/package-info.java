/** The pages of a network, an autonomous system, a country and a domain of senders. */
@NullMarked
package org.sekimori.web.origin;

import org.jspecify.annotations.NullMarked;
