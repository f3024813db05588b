/** Pages in HTML: the API description and the question to an account's owner. */
@NullMarked
package org.sekimori.api.pages;

import org.jspecify.annotations.NullMarked;
