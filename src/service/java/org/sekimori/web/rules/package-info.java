/** The register of rules, and the page of one rule. */
@NullMarked
package org.sekimori.web.rules;

import org.jspecify.annotations.NullMarked;
