<?php
// Says as JSON what the site has now.
require __DIR__ . '/load.php';
$told = array( 'posts' => array(), 'users' => array(), 'terms' => array(), 'version' => get_bloginfo( 'version' ) );
foreach ( get_posts( array( 'post_type' => 'any', 'post_status' => array( 'any', 'trash', 'inherit' ), 'numberposts' => -1, 'orderby' => 'ID', 'order' => 'ASC' ) ) as $post ) {
	$terms = array();
	foreach ( get_object_taxonomies( $post->post_type ) as $taxonomy ) {
		foreach ( wp_get_object_terms( $post->ID, $taxonomy ) as $term ) {
			$terms[] = array( $taxonomy, $term->slug, $term->name );
		}
	}
	$thumbnail       = get_post_thumbnail_id( $post->ID );
	$told['posts'][] = array(
		'type'      => $post->post_type,
		'status'    => $post->post_status,
		'title'     => $post->post_title,
		'excerpt'   => $post->post_excerpt,
		'content'   => $post->post_content,
		'date'      => $post->post_date_gmt,
		'name'      => $post->post_name,
		'password'  => $post->post_password,
		'author'    => get_the_author_meta( 'display_name', $post->post_author ),
		'permalink' => get_permalink( $post ),
		'terms'     => $terms,
		'featured'  => $thumbnail ? get_the_title( $thumbnail ) : '',
		'file'      => 'attachment' === $post->post_type ? get_attached_file( $post->ID ) : '',
		'url'       => 'attachment' === $post->post_type ? wp_get_attachment_url( $post->ID ) : '',
		'alt'       => get_post_meta( $post->ID, '_wp_attachment_image_alt', true ),
	);
}
foreach ( get_users() as $user ) {
	$told['users'][] = array( $user->user_login, $user->display_name, $user->user_email );
}
foreach ( get_terms( array( 'taxonomy' => 'category', 'hide_empty' => false ) ) as $term ) {
	$told['terms'][] = array( $term->slug, $term->name, $term->description );
}
echo json_encode( $told, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
