<?php
// Starts the WordPress that is installed on this machine, on a database and a folder of the test's own.
// Nothing is read from /etc/wordpress, and nothing is written outside of the test's folder.
foreach ( array( 'DB_NAME' => 'wordpress', 'DB_USER' => 'root', 'DB_PASSWORD' => '' ) as $name => $value ) {
	define( $name, $value );
}
define( 'DB_HOST', 'localhost:' . getenv( 'TEST_SOCKET' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
define( 'ABSPATH', getenv( 'TEST_WORDPRESS' ) . '/' );
define( 'WP_CONTENT_DIR', getenv( 'TEST_CONTENT' ) );
define( 'WP_HOME', getenv( 'TEST_HOME' ) );
define( 'WP_SITEURL', getenv( 'TEST_HOME' ) );
define( 'WP_CONTENT_URL', WP_HOME . '/wp-content' );
define( 'DISABLE_WP_CRON', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_DEBUG', false );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( $name . '_KEY', 'of a test' );
	define( $name . '_SALT', 'of a test' );
}
$table_prefix = 'wp_';
$host         = parse_url( WP_HOME );
$_SERVER     += array(
	'HTTP_HOST'       => $host['host'] . ':' . $host['port'],
	'REQUEST_METHOD'  => 'GET',
	'REQUEST_URI'     => '/',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
);
require ABSPATH . 'wp-settings.php';
