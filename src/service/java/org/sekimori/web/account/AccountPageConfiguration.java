package org.sekimori.web.account;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The page of an account. */
@Configuration(proxyBeanMethods = false)
@Import({AccountPageController.class, AccountActionController.class, AccountPageReader.class})
public class AccountPageConfiguration {}
