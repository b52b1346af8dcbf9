// A key that is typed in stays in this page: nothing is stored, and nothing leaves for another host.
SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#api',
    deepLinking: true,
    docExpansion: 'list',
    persistAuthorization: false,
    validatorUrl: null,
});
