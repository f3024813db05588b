/** What every page is made with: assets, headers, language, messages, forms. */
@NullMarked
package org.sekimori.web.page;

import org.jspecify.annotations.NullMarked;
