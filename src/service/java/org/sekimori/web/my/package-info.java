/** The traveller's page: customers switch sending from abroad on, and say of refusals whether it was they. */
@NullMarked
package org.sekimori.web.my;

import org.jspecify.annotations.NullMarked;
