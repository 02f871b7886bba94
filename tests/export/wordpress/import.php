<?php
// Presses the buttons of WordPress's importer: every author gets an account, and files are fetched.
define( 'WP_LOAD_IMPORTERS', true );
define( 'WP_ADMIN', true );
require __DIR__ . '/load.php';
foreach ( array( 'import', 'post', 'image', 'media', 'file', 'taxonomy', 'user', 'misc', 'comment' ) as $name ) {
	require_once ABSPATH . "wp-admin/includes/$name.php";
}
wp_set_current_user( 1 );
require getenv( 'TEST_IMPORTER' );
// Files are fetched from this machine's own loopback; WordPress takes it for a trick otherwise.
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter( 'http_allowed_safe_ports', fn( $ports ) => array( ...$ports, (int) getenv( 'TEST_OLD_PORT' ) ) );
// No other request leaves, whatever wants to make one.
add_filter(
	'pre_http_request',
	fn( $answer, $request, $url ) => '127.0.0.1' === parse_url( $url, PHP_URL_HOST ) ? $answer : new WP_Error( 'no', "no request to $url" ),
	10,
	3
);
$import = new WP_Import();
$data   = $import->parse( $argv[1] );
if ( is_wp_error( $data ) ) {
	fwrite( STDERR, $data->get_error_message() );
	exit( 1 );
}
$_POST['imported_authors']   = array_keys( $data['authors'] );
$import->fetch_attachments = true;
$import->import( $argv[1] );
