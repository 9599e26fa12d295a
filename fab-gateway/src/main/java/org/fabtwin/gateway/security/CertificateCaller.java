/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.gateway.security;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The caller that a client certificate names: CN is its name, OU its role (without one, observe). Stateless. */
final class CertificateCaller {
    private CertificateCaller() {}

    /** The caller; null if the client has shown no certificate. */
    static Caller of(Channel channel) {
        final SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null || !tls.engine().getNeedClientAuth() && !tls.engine().getWantClientAuth()) {
            return null;
        }
        try {
            final Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return chain[0] instanceof X509Certificate certificate ? of(certificate) : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private static Caller of(X509Certificate certificate) {
        String name = "unnamed";
        Role role = Role.OBSERVE;
        try {
            for (final Rdn part :
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                final String value = part.getValue().toString();
                if (part.getType().equalsIgnoreCase("CN")) {
                    name = TokenVerifier.printable(value);
                } else if (part.getType().equalsIgnoreCase("OU")) {
                    for (final Role known : Role.values()) {
                        role = known.text().equals(value) ? known : role;
                    }
                }
            }
        } catch (InvalidNameException e) {
            return null;
        }
        return new Caller(name, role, certificate.getNotAfter().getTime());
    }
}
