/** What all controllers share: arguments, commands, problems. */
@NullMarked
package org.sekimori.api.request;

import org.jspecify.annotations.NullMarked;
