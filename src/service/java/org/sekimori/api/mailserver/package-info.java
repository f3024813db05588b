/** Endpoints in mail servers' own protocols over HTTP. */
@NullMarked
package org.sekimori.api.mailserver;

import org.jspecify.annotations.NullMarked;
