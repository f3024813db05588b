/** Links by which the provider's portal lets a customer in to the traveller's page: their form, keys and verification. */
@NullMarked
package org.sekimori.web.my.link;

import org.jspecify.annotations.NullMarked;
