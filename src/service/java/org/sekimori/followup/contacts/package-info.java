/** Where the contact address of an account comes from. */
@NullMarked
package org.sekimori.followup.contacts;

import org.jspecify.annotations.NullMarked;
