/** Authentication and authorisation of requests. */
@NullMarked
package org.sekimori.api.security;

import org.jspecify.annotations.NullMarked;
